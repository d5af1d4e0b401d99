package dev.podvisor.spec;

/** Types of names that several shapes share. */
final class Names {

    /** A DNS label (RFC 1123), so that a name also fits a cgroup, a file, a metric's label and a Kubernetes name. */
    static final Type PROCESS = new Type.Text(
            "a name (lower-case letters, digits and '-', no '-' at its ends)", "[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63);

    private Names() {}
}
