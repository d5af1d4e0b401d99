package dev.podvisor.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podvisor.codec.Plain.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scalars as Kubernetes reads them (goyaml v2, resolve_test and decode_test). */
class PlainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "+1",
                "007",
                "08",
                "1_000",
                "0x1F",
                "0X1f",
                "0b101",
                "0o17",
                "-0x1f",
                "1.5",
                "1.",
                ".5",
                "-.5",
                "+.5e3",
                "1e3",
                "1E+3",
                "6.8523015e+5",
                "685.230_15e+03",
                ".inf",
                "-.Inf",
                "+.INF",
                ".nan",
                ".NaN"
            })
    void numbers(String text) {
        assertThat(Plain.kind(text)).isEqualTo(Kind.NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"})
    void flagsThatAreTrue(String text) {
        assertThat(Plain.kind(text)).isEqualTo(Kind.FLAG);
        assertThat(Plain.flag(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"})
    void flagsThatAreFalse(String text) {
        assertThat(Plain.kind(text)).isEqualTo(Kind.FLAG);
        assertThat(Plain.flag(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void nothing(String text) {
        assertThat(Plain.kind(text)).isEqualTo(Kind.NULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "yES",
                "nULL",
                "-",
                "+",
                ".",
                "..",
                "...",
                "-.",
                "+e3",
                ".e3",
                "1e",
                "1e+",
                "0x",
                "0b",
                "0b2",
                "0o8",
                "1.2.3",
                "1-2",
                "12:30",
                "2Gi",
                "50%",
                "1 2",
                "_1",
                "inf",
                "nan",
                "-.nan",
                ".infinity",
                "2001-12-14",
                "١",
                "1x"
            })
    void texts(String text) {
        assertThat(Plain.kind(text)).isEqualTo(Kind.TEXT);
    }
}
