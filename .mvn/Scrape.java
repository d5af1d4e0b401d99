import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;

/**
 * Finds a free port, or reads /metrics from one in the ways that Prometheus and people do. For the training of the class caches:
 * a build can count on nothing but a JDK to speak HTTP with.
 */
final class Scrape {

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.out.println(free.getLocalPort());
            }
            return;
        }
        for (int tries = 1; ; tries++) {
            try {
                read(arguments[0], "application/openmetrics-text;version=1.0.0,*/*;q=0.1", "gzip");
                read(arguments[0], "*/*", "identity");
                return;
            } catch (IOException notYet) {
                if (tries == 300) {
                    throw notYet;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void read(String port, String accept, String encoding) throws IOException {
        URLConnection connection =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        connection.setRequestProperty("Accept", accept);
        connection.setRequestProperty("Accept-Encoding", encoding);
        try (InputStream body = connection.getInputStream()) {
            body.readAllBytes();
        }
    }
}
