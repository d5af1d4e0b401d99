package dev.podvisor.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podvisor.spec.Amount.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts of CPU and memory as people write them. What a whole document says is in the tests of the reader. */
class ResourceLimitParsingTest {

    private static final long MEBI = 1L << 20;

    @ParameterizedTest
    @CsvSource({
        "2.0, 2000",
        "2, 2000",
        "2., 2000",
        "0.5, 500",
        ".5, 500",
        "500m, 500",
        "1m, 1",
        "1500m, 1500",
        "0.1, 100",
        "0.001, 1",
        "1.999, 1999",
        "000002, 2000",
        "2.000000000000, 2000",
        "1e3, 1000000",
        "5e-1, 500",
        "1.5E+00, 1500",
        "1000000, 1000000000",
    })
    void coresBecomeMillicores(String text, long millicores) {
        assertThat(cores(text)).isEqualTo(Amount.of(Unit.Millicores, millicores));
    }

    @ParameterizedTest
    @CsvSource({
        "2Gi, 2147483648",
        "512Mi, 536870912",
        "1G, 1000000000",
        "1k, 1000",
        "1Ki, 1024",
        "1M, 1000000",
        "1T, 1000000000000",
        "1Ti, 1099511627776",
        "1P, 1000000000000000",
        "4Pi, 4503599627370496",
        "1073741824, 1073741824",
        "4503599627370495, 4503599627370495",
        "1.5Gi, 1610612736",
        "0.5Gi, 536870912",
        "0.1Gi, 107374183",
        "1e3, 1000",
        "12E6, 12000000",
        "1.073741824e+09, 1073741824",
        "1.7179869185e+10, 17179869185",
        "5e-1, 1",
        "0.000000001Gi, 2",
        "0, 0",
    })
    void memoryBecomesBytes(String text, long bytes) {
        assertThat(memory(text)).isEqualTo(Amount.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0.0001, 1", "0.5m, 1", "1.0001, 1001", "2.0000001m, 3", "1e-3, 1", "1e-9, 1"})
    void whatIsFinerThanAMillicoreIsRoundedUp(String text, long millicores) {
        assertThat(cores(text).value()).isEqualTo(millicores);
    }

    @ParameterizedTest
    @CsvSource({"1%, 1", "50%, 50", "100%, 100"})
    void sharesArePercentages(String text, int percent) {
        assertThat(memory(text)).isEqualTo(Amount.percent(Unit.Bytes, percent));
        assertThat(cores(text)).isEqualTo(Amount.percent(Unit.Millicores, percent));
    }

    @ParameterizedTest
    @CsvSource({"0%", "101%", "1000%", "50.5%", "-5%", "%", "50 %", "0x10%", "99999999999999999999%"})
    void otherPercentagesAreNone(String text) {
        assertThat(problem(text, Unit.Bytes, 0)).isEqualTo("is not a percentage (write a whole one from 1% to 100%)");
    }

    @Test
    void aShareIsNotTakenWhereThereIsNothingToShare() {
        assertThatThrownBy(() -> Quantity.parse("50%", Unit.Bytes, false, 0))
                .isInstanceOfSatisfying(Quantity.Malformed.class, malformed -> {
                    assertThat(malformed).hasMessage("is a share");
                    assertThat(malformed.hint()).isEqualTo("write bytes such as 512Mi, 2Gi or 1G");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2GB | write 2Gi",
                "512mb | write 512Mi",
                "2 Gi | write 2Gi",
                "1g | write 1Gi",
                "512m | write 512Mi",
                "512MiB | write 512Mi",
                "2048kb | write 2048Ki",
                "64kb | write bytes such as 512Mi, 2Gi or 1G",
                "2gi | write 2Gi",
                "100MB/s | write 100Mi",
                "1073741824 bytes | write 1073741824",
                "+1Gi | write 1Gi",
                "1,5Gi | write 1.5Gi",
                "' 1Gi ' | write 1Gi",
                "1,024Mi | write bytes such as 512Mi, 2Gi or 1G",
                "-1Gi | write bytes such as 512Mi, 2Gi or 1G",
                "9999999GB | write bytes such as 512Mi, 2Gi or 1G",
                "1Ei | write bytes such as 512Mi, 2Gi or 1G",
                "1E | write bytes such as 512Mi, 2Gi or 1G",
                "1e | write bytes such as 512Mi, 2Gi or 1G",
                "1e+ | write bytes such as 512Mi, 2Gi or 1G",
                "1e999 | write bytes such as 512Mi, 2Gi or 1G",
                "1e3Mi | write bytes such as 512Mi, 2Gi or 1G",
                "0x100000 | write bytes such as 512Mi, 2Gi or 1G",
                "1.2.3Gi | write bytes such as 512Mi, 2Gi or 1G",
                "two | write bytes such as 512Mi, 2Gi or 1G",
                "max | write bytes such as 512Mi, 2Gi or 1G",
                "Gi | write bytes such as 512Mi, 2Gi or 1G",
                ". | write bytes such as 512Mi, 2Gi or 1G",
                "'' | write bytes such as 512Mi, 2Gi or 1G",
                "٣Gi | write bytes such as 512Mi, 2Gi or 1G",
                "111111111111111111111111111111111 | write bytes such as 512Mi, 2Gi or 1G",
            })
    void memoryInAnotherFormIsShownTheRightOne(String text, String hint) {
        assertThat(problem(text, Unit.Bytes, MEBI)).isEqualTo("is not an amount of memory (" + hint + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 cores | write 2",
                "2cpus | write 2",
                "500 m | write 500m",
                "500mc | write 500m",
                "250 millicores | write 250m",
                "0,5 | write 0.5",
                "+2 | write 2",
                "500M | write cores such as 2, 0.5 or 500m",
                "2Mi | write cores such as 2, 0.5 or 500m",
                "2G | write cores such as 2, 0.5 or 500m",
                "1k | write cores such as 2, 0.5 or 500m",
                "-1 | write cores such as 2, 0.5 or 500m",
                "100u | write cores such as 2, 0.5 or 500m",
                "0-3 | write cores such as 2, 0.5 or 500m",
                "all | write cores such as 2, 0.5 or 500m",
                "0 cores | write cores such as 2, 0.5 or 500m",
            })
    void coresInAnotherFormAreShownTheRightOne(String text, String hint) {
        assertThat(problem(text, Unit.Millicores, 1)).isEqualTo("is not a number of cores (" + hint + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | is less than 1Mi (write at least 1Mi)",
                "512 | is less than 1Mi (write a unit, such as 512Mi)",
                "2 | is less than 1Mi (write a unit, such as 2Gi)",
                "0.5 | is less than 1Mi (write a unit, such as 0.5Gi)",
                "1000000 | is less than 1Mi (write at least 1Mi)",
                "512Ki | is less than 1Mi (write at least 1Mi)",
                "1e3 | is less than 1Mi (write at least 1Mi)",
                "5Pi | is too much (at most 4Pi)",
                "4503599627370497 | is too much (at most 4Pi)",
                "99999999999999999999999999Pi | is too much (at most 4Pi)",
                "1e99 | is too much (at most 4Pi)",
                "0.12345678901Gi | has too many digits (at most 9 behind the point)",
            })
    void memoryOutOfRange(String text, String problem) {
        assertThat(problem(text, Unit.Bytes, MEBI)).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | is less than 1m (write at least 1m)",
                "0.0 | is less than 1m (write at least 1m)",
                "1000001 | is too much (at most 1000000)",
                "99999999999999999999 | is too much (at most 1000000)",
            })
    void coresOutOfRange(String text, String problem) {
        assertThat(problem(text, Unit.Millicores, 1)).isEqualTo(problem);
    }

    @Test
    void anyFractionIsExactAndRoundedUp() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> suffixes = List.of("", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E6", "e-2", "e+09");
        List<BigDecimal> factors = List.of(
                BigDecimal.ONE,
                BigDecimal.TEN.pow(3),
                BigDecimal.TEN.pow(6),
                BigDecimal.TEN.pow(9),
                BigDecimal.TEN.pow(12),
                BigDecimal.valueOf(1L << 10),
                BigDecimal.valueOf(1L << 20),
                BigDecimal.valueOf(1L << 30),
                BigDecimal.valueOf(1L << 40),
                BigDecimal.TEN.pow(3),
                BigDecimal.TEN.pow(6),
                new BigDecimal("0.01"),
                BigDecimal.TEN.pow(9));
        for (int i = 0; i < 5_000; i++) {
            String number = random.nextInt(4000) + "."
                    + String.format(Locale.ROOT, "%0" + (1 + random.nextInt(7)) + "d", random.nextInt(10));
            int which = random.nextInt(suffixes.size());
            BigDecimal exact = new BigDecimal(number).multiply(factors.get(which));

            assertThat(memory(number + suffixes.get(which)).value())
                    .as(number + suffixes.get(which) + " of seed " + seed)
                    .isEqualTo(exact.setScale(0, RoundingMode.CEILING).longValueExact());
        }
    }

    @Test
    void anAmountIsWrittenSoThatItReadsAsTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int zeros = random.nextInt(52);
            Amount bytes = Amount.bytes(random.nextLong(Quantity.MOST_BYTES) >> zeros << zeros);
            Amount cores = Amount.of(Unit.Millicores, random.nextLong(1, Quantity.MOST_MILLICORES));
            assertThat(memory(bytes.toString())).isEqualTo(bytes);
            assertThat(cores(cores.toString())).isEqualTo(cores);
        }
        assertThat(Amount.bytes(1536 * MEBI)).hasToString("1536Mi");
        assertThat(Amount.bytes(2048 * MEBI)).hasToString("2Gi");
        assertThat(Amount.bytes(1_000_000_000)).hasToString("1000000000");
        assertThat(Amount.of(Unit.Millicores, 1500)).hasToString("1500m");
        assertThat(Amount.percent(Unit.Bytes, 50)).hasToString("50%");
    }

    /** Editors check against the schema, so it must not refuse what is right, nor take what can never be. */
    @Test
    void thePatternOfTheSchemaAgrees() {
        Random random = new Random(11);
        String letters = "0123456789.eE+-mkMGTPKi% ,";
        Pattern memory = Pattern.compile(Quantity.pattern(Unit.Bytes, true));
        Pattern cores = Pattern.compile(Quantity.pattern(Unit.Millicores, true));
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            agrees(text.toString(), Unit.Bytes, memory);
            agrees(text.toString(), Unit.Millicores, cores);
        }
    }

    private static void agrees(String text, Unit unit, Pattern pattern) {
        boolean read;
        try {
            Quantity.parse(text, unit, true, 0);
            read = true;
        } catch (Quantity.Malformed malformed) {
            read = malformed.getMessage().startsWith("is too much")
                    || malformed.getMessage().startsWith("has too many digits");
        }
        boolean zeros = text.startsWith("0") && text.endsWith("%");
        assertThat(pattern.matcher(text).matches() || zeros).as(text).isEqualTo(read || zeros);
    }

    @ParameterizedTest
    @CsvSource({"1, 100, 1", "50, 3, 1", "50, 1073741825, 536870912", "100, 4503599627370496, 4503599627370496"})
    void aShareIsOfWhatTheContainerHas(int percent, long container, long share) {
        assertThat(Amount.percent(Unit.Bytes, percent).in(OptionalLong.of(container)))
                .hasValue(share);
    }

    @Test
    void thereIsNoShareOfAnUnlimitedContainer() {
        assertThat(Amount.percent(Unit.Bytes, 50).in(OptionalLong.empty())).isEmpty();
        assertThat(Amount.bytes(5).in(OptionalLong.empty())).hasValue(5);
    }

    private static Amount cores(String text) {
        return Quantity.parse(text, Unit.Millicores, true, 1);
    }

    private static Amount memory(String text) {
        return Quantity.parse(text, Unit.Bytes, true, 0);
    }

    /** What is said about a text that is not taken. */
    private static String problem(String text, Unit unit, long least) {
        try {
            return "taken as " + Quantity.parse(text, unit, true, least);
        } catch (Quantity.Malformed malformed) {
            return malformed.getMessage() + " (" + malformed.hint() + ")";
        }
    }
}
