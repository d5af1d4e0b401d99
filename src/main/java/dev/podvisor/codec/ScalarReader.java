package dev.podvisor.codec;

import dev.podvisor.codec.Node.Scalar;
import dev.podvisor.codec.Plain.Kind;
import dev.podvisor.spec.Amount;
import dev.podvisor.spec.LogPattern;
import dev.podvisor.spec.Quantity;
import dev.podvisor.spec.Suggestion;
import dev.podvisor.spec.Type;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads texts, numbers, flags and words, and says what is wrong with one. */
final class ScalarReader {

    /** Any text without NUL that a mapping with free keys may hold. */
    static final Type.Text ANY = new Type.Text("a text (it must not hold NUL)", "[^\\x00]*", 262_144);

    /** A pattern, before it is read as such. */
    static final Type.Text EXPRESSION =
            new Type.Text("a regular expression in RE2's syntax", ANY.pattern(), LogPattern.MAX_LENGTH);

    private final Problems problems;
    private final Map<String, Pattern> patterns = new HashMap<>();

    ScalarReader(Problems problems) {
        this.problems = problems;
    }

    /** The value of a scalar type; empty when it does not fit, which is reported. */
    Optional<?> read(Type type, Place place) {
        if (!(place.node() instanceof Scalar scalar)) {
            return problem(place, "it is " + place.kind(), "it takes " + Wording.wanted(type));
        }
        if (scalar.isNull()) {
            return problem(
                    place, "it is empty", type instanceof Type.Text ? "write \"\" for an empty text" : "remove it");
        }
        if (type instanceof Type.Text text) {
            return text(text, scalar, place);
        } else if (type instanceof Type.Word<?> word) {
            return word(word, scalar, place);
        } else if (type instanceof Type.Measure measure) {
            return measure(measure, scalar, place);
        } else if (type instanceof Type.Whole whole) {
            return whole(whole, scalar, place);
        } else if (type instanceof Type.Expression) {
            return expression(scalar, place);
        }
        return flag(scalar, place);
    }

    private Optional<LogPattern> expression(Scalar scalar, Place place) {
        Optional<String> text = text(EXPRESSION, scalar, place);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<PatternFault> fault = PatternReader.fault(text.get());
        if (fault.isPresent()) {
            return problem(
                    place,
                    place.shown() + " is no pattern"
                            + (place.isHidden() ? "" : ": " + fault.get().text(text.get())),
                    place.isHidden()
                            ? "it takes " + EXPRESSION.what()
                            : fault.get().hint());
        }
        return text.map(LogPattern::new);
    }

    private Optional<String> text(Type.Text type, Scalar scalar, Place place) {
        String text = scalar.text();
        if (scalar.kind() != Kind.TEXT) {
            String meaning = scalar.kind() == Kind.NUMBER ? " is a number" : " means " + flagName(place, text);
            String hint = place.isHidden() ? "put it in quotes" : "write " + Wording.quote(text);
            return problem(place, place.shown() + meaning + ", not a text", hint);
        }
        if (text.length() > type.maxLength()) {
            return problem(place, "it is " + text.length() + " characters long", "at most " + type.maxLength());
        }
        if (!matches(type.pattern(), text)) {
            return problem(
                    place,
                    text.isEmpty() ? "it is empty" : place.shown() + " is not " + Wording.name(type),
                    better(type, place));
        }
        return isWellFormed(text)
                ? Optional.of(text)
                : problem(
                        place, "it holds half of a surrogate pair", "write the character itself, or \\U and 8 digits");
    }

    /** A text near to the given one that would do, else what the type says about itself. */
    private String better(Type.Text type, Place place) {
        if (!place.isHidden() && !problems.full() && place.node() instanceof Scalar scalar) {
            String other = scalar.text()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-')
                    .replace(' ', '-')
                    .replace('.', '-');
            if (other.length() <= Wording.LONGEST && !other.isEmpty() && matches(type.pattern(), other)) {
                return "write " + other;
            }
        }
        String detail = Wording.detail(type);
        return detail.isEmpty() ? "it takes " + Wording.name(type) : detail;
    }

    private Optional<Object> word(Type.Word<?> type, Scalar scalar, Place place) {
        String text = scalar.text();
        boolean known = scalar.kind() == Kind.TEXT && (type.words().contains(text) || matches(type.pattern(), text));
        if (known) {
            return Optional.of(type.parse().apply(text));
        }
        String hint = problems.full() || place.isHidden()
                ? ""
                : Suggestion.didYouMean(text, type.words()).orElseGet(() -> Wording.example(type));
        return problem(place, place.shown() + " is not " + Wording.words(type), hint);
    }

    /** As in Kubernetes, a quantity may be written as a number. */
    private Optional<Amount> measure(Type.Measure type, Scalar scalar, Place place) {
        if (isOctal(scalar)) {
            return ambiguous(scalar, place);
        }
        try {
            return Optional.of(Quantity.parse(scalar.text(), type.unit(), type.shares(), type.least()));
        } catch (Quantity.Malformed malformed) {
            String hint = place.isHidden() ? "it takes " + Wording.wanted(type) : malformed.hint();
            return problem(place, place.shown() + " " + malformed.getMessage(), hint);
        }
    }

    /** Whether YAML 1.1 takes the number for octal and YAML 1.2 for decimal. */
    private static boolean isOctal(Scalar scalar) {
        String text = scalar.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '7') && c != '_') {
                return false;
            }
        }
        return text.length() > 1 && text.charAt(0) == '0' && scalar.kind() == Kind.NUMBER;
    }

    private <T> Optional<T> ambiguous(Scalar scalar, Place place) {
        String decimal = place.isHidden() ? "" : Numbers.decimal(scalar.text());
        return problem(
                place,
                place.shown() + " is ambiguous, as a leading 0 may mean octal",
                "write " + (decimal.isEmpty() ? "it without the 0" : decimal));
    }

    private Optional<Integer> whole(Type.Whole type, Scalar scalar, Place place) {
        String text = scalar.text();
        if (!Plain.isDecimal(text)) {
            return notDecimal(type, scalar, place);
        }
        if (scalar.exact()) {
            return problem(place, place.shown() + " is a text, not a number", "remove the quotes");
        }
        // 11 characters hold every int; a long number cannot overflow the parse.
        long value =
                text.length() > 11 ? (text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE) : Long.parseLong(text);
        if (value < type.min() || value > type.max()) {
            String side = value < type.min() ? " is less than " + type.min() : " is more than " + type.max();
            return problem(place, place.shown() + side, "write " + Wording.range(type));
        }
        return Optional.of((int) value);
    }

    private Optional<Integer> notDecimal(Type.Whole type, Scalar scalar, Place place) {
        String text = scalar.text();
        String hint = "write " + Wording.range(type);
        if (place.isHidden() || problems.full()) {
            return problem(place, "it is not a whole number", hint);
        }
        if (scalar.kind() != Kind.NUMBER) {
            String meant = Numbers.duration(text, type.unit());
            return problem(place, place.shown() + " is not a whole number", meant.isEmpty() ? hint : "write " + meant);
        }
        String decimal = Numbers.decimal(text);
        if (decimal.isEmpty()) {
            return problem(place, place.shown() + " is not a whole number", hint);
        }
        return isOctal(scalar)
                ? ambiguous(scalar, place)
                : problem(place, place.shown() + " is not in plain digits", "write " + decimal);
    }

    private Optional<Boolean> flag(Scalar scalar, Place place) {
        if (scalar.kind() == Kind.FLAG) {
            return Optional.of(Plain.flag(scalar.text()));
        }
        boolean quoted = scalar.exact() && Plain.kind(scalar.text()) == Kind.FLAG;
        String hint = quoted ? "remove the quotes" : "write true or false";
        return problem(place, place.shown() + " is " + place.kind() + ", not true or false", hint);
    }

    private static String flagName(Place place, String text) {
        return place.isHidden() ? "true or false" : Boolean.toString(Plain.flag(text));
    }

    /** Whether the text can be written as UTF-8; escapes in double quotes can make one that cannot. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !Wording.isPair(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** The pattern of arguments and values, which may be long, needs no regular expression. */
    private boolean matches(String pattern, String text) {
        if (pattern.equals(ANY.pattern())) {
            return text.indexOf('\0') < 0;
        }
        return patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches();
    }

    private <T> Optional<T> problem(Place place, String text, String hint) {
        problems.error(place, text, hint);
        return Optional.empty();
    }
}
