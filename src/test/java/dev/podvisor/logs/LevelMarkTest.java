package dev.podvisor.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelMarkTest {

    private final LevelMark mark = new LevelMark();

    private String level(String line) {
        byte[] bytes = ("ERROR " + line + " ERROR ").getBytes(UTF_8);
        return Objects.toString(mark.find(bytes, 6, bytes.length - 7), "none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Error;   2024/01/01 12:00:00 [error] 31#31: *1 open() "/srv/x" failed (2: No such file or directory)
            Info;    2024/01/01 12:00:00 [notice] 1#1: start worker processes
            Fatal;   2024/01/01 12:00:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed
            Error;   [Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] File does not exist
            Warning; [Wed Oct 11 14:32:52 2000] [warn] [client 127.0.0.1] client denied
            Warning; [01-Jan-2024 12:00:00 UTC] PHP Warning:  Undefined variable $x in /srv/a.php on line 3
            Fatal;   PHP Fatal error:  Uncaught Error: Call to undefined function x()
            Error;   PHP Parse error:  syntax error, unexpected end of file
            Info;    [01-Jan-2024 12:00:00] NOTICE: fpm is running, pid 1
            Warning; [01-Jan-2024 12:00:00] WARNING: [pool www] server reached pm.max_children
            Warning; WARNING:root:disk is nearly full
            Error;   2024-01-01 12:00:00,123 - app.db - ERROR - no errors found after all
            Info;    2024-01-01 12:00:00,123 INFO spawned: 'web' with pid 7
            Error;   2024-01-01T12:00:00.123+01:00 ERROR 12345 --- [           main] c.e.Application : failed
            Warning; 12:00:00.123 [main] WARN  com.example.Application - slow
            Fatal;   2024-01-01 12:00:00 FATAL [main] o.e.Server:12 - out of memory
            Error;   01-Jan-2024 12:00:00.123 SEVERE [main] org.apache.catalina.core.StandardService.initInternal
            Warning; [2024-01-01T12:00:00,000][WARN ][o.e.c.r.a.DiskThresholdMonitor] [node-1] high disk watermark
            Info;    [2024-01-01 12:00:00,000] INFO [KafkaServer id=0] started (kafka.server.KafkaServer)
            Error;   E0102 15:04:05.678901   12345 controller.go:114] loading failed
            Warning; W0102 15:04:05.678901       1 reflector.go:302] watch ended
            Info;    I0102 15:04:05.678901       1 main.go:12] no ERROR at all
            Fatal;   F0102 15:04:05.678901       1 main.go:12] giving up
            Error;   <3>disk failed
            Debug;   <7>details
            Warning; <28>ERROR is only a word here
            Error;   time="2024-01-01T00:00:00Z" level=error msg="cannot pull" image=x
            Warning; t=2024-01-01T00:00:00Z lvl=warn msg=slow
            Error;   {"time":"2024-01-01T00:00:00Z","level":"error","msg":"x"}
            Error;   {"severity": "Error", "message": "x"}
            Warning; {"@timestamp":"2024-01-01T00:00:00Z","log.level": "WARN","message":"x"}
            Error;   2024-01-01 12:00:00.000 UTC [123] ERROR:  relation "x" does not exist at character 15
            Info;    2024-01-01 12:00:00.000 UTC [123] LOG:  database system is ready, no ERROR
            Fatal;   2024-01-01 12:00:00.000 UTC [123] FATAL:  password authentication failed
            Warning; 2024-01-01T12:00:00.000000Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed
            Error;   2024-01-01T12:00:00.000000Z 0 [ERROR] [MY-010119] [Server] Aborting
            Warning; 1:M 01 Jan 2024 12:00:00.000 # Warning: no config file specified
            Warning; [2024-01-01 12:00:00.000][1][warning][main] [source/server/server.cc:100] no admin
            Info;    [2024-01-01 12:00:00 +0000] [7] [INFO] Listening at: http://0.0.0.0:8000
            Info;    INFO:     127.0.0.1:4 - "GET / HTTP/1.1" 200 OK
            Error;   E, [2024-01-01T12:00:00.000000 #123] ERROR -- : x
            Error;   [2024-01-01T12:00:00Z ERROR my_crate] x
            Info;    2024-01-01T12:00:00.000000Z  INFO my_crate: x
            Error;   2024-01-01T00:00:00.000Z\terror\tcaller.go:12\tx
            Error;   fail: Microsoft.AspNetCore.Server.Kestrel[13]
            Debug;   dbug: Microsoft.AspNetCore.Hosting[1]
            Warning; [12:00:00 WRN] slow request
            Error;   npm ERR! code ELIFECYCLE
            Fatal;   [ALERT]    (1) : config : parsing failed
            Warning; main.c:12:5: warning: unused variable
            Error;   error: could not compile `x`
            Error;   Error: Cannot find module 'x'
            Fatal;   panic: runtime error: index out of range
            Trace;   2024-01-01 TRACE [main] x
            Error;   \u001b[2m2024-01-01T12:00:00Z\u001b[0m \u001b[31mERROR\u001b[0m my_crate: x
            Info;    \\e[32minfo\\e[39m: listening
            """)
    void findsTheLevelThatCommonProgramsShow(String expected, String line) {
        assertThat(level(line.replace("\\t", "\t").replace("\\e", "\u001b"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            no errors found
            error while reading, but it is prose
            for information see the manual
            127.0.0.1 - - [01/Jan/2024:12:00:00 +0000] "GET /error HTTP/1.1" 200 12 "-" "curl/8"
            127.0.0.1 - - [01/Jan/2024:12:00:00 +0000] "GET /ERROR HTTP/1.1" 200 12 "ERROR" "x"
            set LOG_LEVEL_ERROR=1
            the info: desk is closed
            MY_ERROR is not one, nor is ERROR_CODE or x.ERROR.y
            that is FINE and on ALERT, says the LOG
            ERRORS 12
            java.lang.IllegalStateException: x
            TypeError: x is not a function
            <x> and <1234> and <>
            E0102 no time
            level=high severity=none
            xlevel=error
            `          `
            """)
    void takesNothingFromProse(String line) {
        assertThat(level(line)).isEqualTo("none");
    }

    @Test
    void looksAtTheStartOfTheFirstLineOnly() {
        assertThat(level("x".repeat(LevelMark.LOOKED_AT) + " ERROR")).isEqualTo("none");
        assertThat(level("x".repeat(LevelMark.LOOKED_AT - 7) + " WARN: x")).isEqualTo("Warning");
        assertThat(level("x".repeat(LevelMark.LOOKED_AT - 4) + " ERR" + "ORS")).isEqualTo("none");
        assertThat(level("x\n ERROR y")).isEqualTo("none");
        assertThat(level("")).isEqualTo("none");
        assertThat(level("\u001b[" + "1".repeat(1000))).isEqualTo("none");
    }
}
