#!/bin/sh
# Completes the runnable image: copies the launcher, links the Java runtime that it starts, and makes the class caches, last of
# all. What has not changed since the last time is kept. See docs/decisions/004-start-up.md.
# usage: image.sh src/dist target/podvisor        (with TOOLCHAIN_JAVA_HOME or JAVA_HOME pointing at a JDK 25 or newer)
set -eu

dist=$1
mkdir -p "$2"
image=$(cd "$2" && pwd)
jdk=${TOOLCHAIN_JAVA_HOME:-$JAVA_HOME}
runtime=$image/runtime
lib=$image/lib
scrape=$(cd "$(dirname "$0")" && pwd)/Scrape.java
podvisor=$image/bin/podvisor

# jdk.net is there for SO_PEERCRED; jdk.unsupported for sun.misc.Signal. Logback needs java.xml and java.naming only to read a logback.xml.
# java.management is what the JVM tells of itself, for the metrics.
modules=java.base,java.management,jdk.net,jdk.unsupported

fail() {
  echo "cannot $1" >&2
  exit 1
}

cp -R "$dist/." "$image/"
chmod 755 "$image"/bin/*

# A runtime made by this very script from this very JDK is kept.
recipe=$(cat "$0" "$scrape" "$jdk/release")
if [ ! -f "$runtime/recipe" ] || [ "$recipe" != "$(cat "$runtime/recipe")" ]; then
  rm -rf "$runtime"
  "$jdk/bin/jlink" --add-modules "$modules" --vm server \
    --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$runtime"
  printf '%s\n' "$recipe" >"$runtime/recipe"
fi

# The caches bear the hash of all that goes into them. Times are in it because the JVM takes a jar of another time for another
# jar, which is what keeps it from running the old classes of a jar that was replaced without this script.
hash=$(
  cd "$image"
  { cat runtime/recipe bin/podvisor && sha256sum lib/*.jar runtime/lib/modules && stat -c '%n %s %Y' lib/*.jar; } | sha256sum
)
hash=$(printf %.16s "$hash")
[ "$hash" != "$(cat "$lib/cache" 2>/dev/null)" ] || exit 0
rm -f "$lib/cache" "$lib"/*.jsa

work=$(mktemp -d)
supervisor=
end() {
  [ -z "$supervisor" ] || kill "$supervisor" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' HUP INT TERM
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
export PODVISOR_SOCKET="$work/podvisor.sock"

# Podvisor writes down there which classes a run of it needed.
learn() {
  export PODVISOR_JAVA_OPTIONS="-XX:DumpLoadedClassList=$work/$1.classes -Dpodvisor.training=true"
}

# A life in short: starts, dependencies, output, failures, a reload, requests, scrapes, a stop.
spec() {
  cat >"$work/draft" <<EOF
apiVersion: podvisor.dev/v1alpha1
kind: ProcessSet
metadata: {name: training}
spec:
  terminationGracePeriodSeconds: 10
  http: {port: $port, address: 127.0.0.1}
  processes:
    - {name: migrate, command: [sh, -c, "echo migrated"], restartPolicy: OnFailure}
    - name: web
      command: [sh, -c, "echo up; echo warning >&2; exec sleep 60"]
      env: [{name: $1, value: "yes"}]
      replicas: 2
      dependsOn: [{name: migrate, condition: Completed}]
    - {name: shaky, command: [sh, -c, "exit 3"], criticality: BestEffort}
EOF
  mv "$work/draft" "$work/spec.yaml"
}

# Makes a cache of the classes that were written down.
dump() {
  cache=$lib/$1-$hash.jsa
  PODVISOR_JAVA_OPTIONS="-Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile=$work/$1.classes -XX:SharedArchiveFile=$cache" \
    "$podvisor"
  [ -s "$cache" ]
}

train() {
  port=$("$jdk/bin/java" "$scrape") || return 1
  spec BEFORE
  learn run
  "$podvisor" run "$work/spec.yaml" &
  supervisor=$!
  tries=0
  until [ -S "$PODVISOR_SOCKET" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] && kill -0 "$supervisor" || return 1
    sleep 0.1
  done
  "$jdk/bin/java" "$scrape" "$port" || return 2
  learn status && "$podvisor" status || return 1
  learn json && "$podvisor" status -o json || return 1
  learn logs && "$podvisor" logs --tail 1 || return 1
  spec AFTER
  learn validate && "$podvisor" validate "$work/spec.yaml" || return 1
  # Then a folder in its place, so that one is no slower to start from.
  mkdir "$work/folder" && mv "$work/spec.yaml" "$work/folder/a.yaml" && mv "$work/folder" "$work/spec.yaml" || return 1
  learn version && "$podvisor" version || return 1
  kill "$supervisor"
  wait "$supervisor" || return 1
  supervisor=
  cd "$work"
  # A class has a number in each list, another one in each.
  sed 's/ id: [0-9]*$//' status.classes json.classes logs.classes validate.classes version.classes | awk '!seen[$0]++' >cli.classes
  dump run && dump cli
}

# Somebody may have taken the port since it was found free: another one, then.
tries=0
until train >"$work/output" 2>&1; do
  [ $? -eq 2 ] && [ "$tries" -lt 2 ] || {
    cat "$work/output" >&2
    fail "make the class caches of $image (see the output above)"
  }
  tries=$((tries + 1))
  kill "$supervisor" && wait "$supervisor" || true
done
printf '%s\n' "$hash" >"$lib/cache"
