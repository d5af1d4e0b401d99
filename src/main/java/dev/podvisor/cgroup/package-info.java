/**
 * Limits and usage: every run has a cgroup of its own, a leaf below {@code children/} in the container's cgroup v2
 * ({@link dev.podvisor.cgroup.CgroupTree}), where the container was given one to write to ({@link dev.podvisor.cgroup.Delegation}).
 *
 * <p>What may enter: what is written to and read from cgroup files, in the kernel's units, by the words of
 * {@code Documentation/admin-guide/cgroup-v2.rst}. When a leaf is made, changed and removed is decided in {@code supervise}.
 */
@NullMarked
package dev.podvisor.cgroup;

import org.jspecify.annotations.NullMarked;
