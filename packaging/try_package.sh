#!/usr/bin/env bash
# Looks into a Debian package, unpacks it into a folder of its own, and works the program from there.
#   packaging/try_package.sh FILE.deb
set -euo pipefail
package=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
die() { printf 'try_package: %s\n' "$*" >&2; exit 1; }

contents=$(dpkg-deb --contents "$package")
for file in usr/bin/stint usr/lib/systemd/system/stint.service usr/lib/sysusers.d/stint.conf usr/share/man/man1/stint.1 \
  usr/share/doc/stint/copyright usr/share/doc/stint/llama.cpp-license usr/share/doc/stint/docs/operations.md \
  usr/share/bash-completion/completions/stint usr/share/zsh/vendor-completions/_stint; do
  grep -q " \./$file$" <<<"$contents" || die "$file is missing"
done
grep -vE '^[-d]rw[-x]r-[-x]r-[-x] root/root ' <<<"$contents" && die "files of other owners or modes"
depends=$(dpkg-deb --field "$package" Depends)
for library in libc6 libsqlite3-0 libsodium23 libsystemd0 libarchive13 libcurl4 tzdata; do
  grep -qw -- "$library" <<<"$depends" || die "it does not depend on $library: $depends"
done
dpkg-deb --control "$package" "$folder/control"
for script in postinst prerm postrm; do
  [ -x "$folder/control/$script" ] || die "$script is missing"
  sh -n "$folder/control/$script"
done

dpkg-deb --extract "$package" "$folder/root"
stint=$folder/root/usr/bin/stint
grep -q 'not found' <<<"$(ldd "$stint")" && die "libraries are missing"
ldd "$stint" | grep -qiE 'llama|ggml' && die "llama.cpp is not linked in"
run() { env -i HOME="$folder/home" LANG=C.UTF-8 "$stint" "$@"; }
run --version
run demo "$folder/export" --issues 300 --end 2026-11-20 >/dev/null
run import "$folder/export" --quiet >/dev/null
run insights >"$folder/insights"
[ -s "$folder/insights" ] || die "there are no insights"
run backup "$folder/backup.tar.gz" --quiet >/dev/null
run restore "$folder/backup.tar.gz" --data "$folder/restored" --quiet >/dev/null
run insights --data "$folder/restored" | cmp - "$folder/insights" || die "what was restored says something else"
bash -c "source '$folder/root/usr/share/bash-completion/completions/stint' && complete -p stint" >/dev/null || die "no completion"
if command -v man >/dev/null; then
  said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l "$folder/root/usr/share/man/man1/stint.1" 2>&1 >/dev/null)
  [ -z "$said" ] || die "the man page: $said"
fi
echo "$(basename "$package"): $(stat -c %s "$package") bytes; $(wc -l <<<"$contents") files; the program works from it"
