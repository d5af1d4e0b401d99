package dev.podvisor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** nginx, redis-server and a Python worker from the distribution, supervised together, killed and stopped. */
@Tag("proof")
class RealProgramsIT extends ImageTests {

    private int web;
    private int redis;

    @BeforeEach
    void prepare() throws Exception {
        web = freePort();
        redis = freePort();
        Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes 2;
                pid %1$s/nginx/nginx.pid;
                error_log stderr notice;
                events {}
                http {
                  access_log /dev/stdout;
                  client_body_temp_path %1$s/nginx/body; proxy_temp_path %1$s/nginx/proxy; fastcgi_temp_path %1$s/nginx/f;
                  uwsgi_temp_path %1$s/nginx/u; scgi_temp_path %1$s/nginx/s;
                  server { listen 127.0.0.1:%2$d; location / { return 200 "hello\\n"; } }
                }
                """.formatted(folder, web));
        Files.writeString(folder.resolve("worker.py"), """
                import signal, socket, sys, time
                def bye(*_):
                    print("worker ends", flush=True)
                    sys.exit(0)
                signal.signal(signal.SIGTERM, bye)
                while True:
                    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
                        s.sendall(b"INCR ticks\\r\\n")
                        print("tick", s.recv(100).decode().strip(), flush=True)
                    time.sleep(0.05)
                """);
    }

    @Test
    void nginxRedisAndAPythonWorkerTogether() throws Exception {
        podvisor.run(podvisor.spec("""
                - name: redis
                  command: [redis-server, --port, "%2$d", --bind, 127.0.0.1, --dir, %1$s, --save, "3600 1"]
                - name: web
                  command: [nginx, -c, %1$s/nginx.conf, -g, daemon off;]
                  stopSignal: SIGQUIT
                - name: worker
                  command: [python3, -u, %1$s/worker.py, "%2$d"]
                  dependsOn: [{name: redis}]
                  backoff: {initialMilliseconds: 50, maxSeconds: 1}
                """.formatted(folder, redis)));
        podvisor.await(() -> get().contains("hello"));
        podvisor.awaitOut("worker | tick :3");
        podvisor.awaitOut("web | 127.0.0.1 - - ");

        long nginx = podvisor.replica("web", 0).get("pid").asLong();
        List<Long> workers = ProcessHandle.of(nginx)
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .toList();
        assertThat(workers).hasSize(2);
        Podvisor.signal(nginx, "KILL");
        podvisor.await(() -> podvisor.replica("web", 0).get("restarts").asInt() == 1);
        podvisor.await(() -> get().contains("hello"));
        Podvisor.awaitGone(workers::contains); // nginx's orphaned workers would hold the port

        long redisPid = podvisor.replica("redis", 0).get("pid").asLong();
        Podvisor.signal(redisPid, "KILL");
        podvisor.await(() -> podvisor.replica("redis", 0).get("restarts").asInt() == 1);
        podvisor.awaitState("worker", "Running");
        long python = podvisor.replica("worker", 0).get("pid").asLong();
        Podvisor.signal(python, "KILL");
        podvisor.await(() -> podvisor.replica("worker", 0).get("pid").asLong() != python);
        podvisor.awaitState("worker", "Running");

        assertThat(podvisor.stop()).isZero();
        assertThat(podvisor.out()).contains("worker | worker ends").contains("User requested shutdown");
        assertThat(podvisor.err()).contains("process web stopped: exited with code 0");
        assertThat(Podvisor.processesWith(folder.toString())).isEmpty();
    }

    private String get() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
