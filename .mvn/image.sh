#!/bin/sh
# Completes the runnable image: copies the launcher and links the Java runtime that it starts.
# usage: image.sh src/dist target/podvisor        (with TOOLCHAIN_JAVA_HOME or JAVA_HOME pointing at a JDK 25 or newer)
set -eu

dist=$1
image=$2
jdk=${TOOLCHAIN_JAVA_HOME:-$JAVA_HOME}
runtime=$image/runtime

# jdk.net is there for SO_PEERCRED; jdk.unsupported for sun.misc.Signal. Logback needs java.xml and java.naming only to read a logback.xml.
modules=java.base,jdk.net,jdk.unsupported

mkdir -p "$image"
cp -R "$dist/." "$image/"
chmod 755 "$image"/bin/*

# A runtime made by this very script from this very JDK is kept.
recipe=$(cat "$0" "$jdk/release")
[ ! -f "$runtime/recipe" ] || [ "$recipe" != "$(cat "$runtime/recipe")" ] || exit 0

rm -rf "$runtime"
"$jdk/bin/jlink" --add-modules "$modules" --vm server \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$runtime"

# The shared archive must have been made with the launcher's object layout; jlink's own --generate-cds-archive makes two others.
"$runtime/bin/java" -Xlog:disable -Xshare:dump -XX:+UseSerialGC -XX:+UseCompactObjectHeaders >/dev/null
[ -s "$runtime/lib/server/classes_coh.jsa" ] || {
  echo "cannot make the shared class archive of $runtime: $runtime/lib/server/classes_coh.jsa is not there" >&2
  exit 1
}
printf '%s\n' "$recipe" >"$runtime/recipe"
