#!/usr/bin/env bash
# Installs into a folder of its own and looks at what is there.
#   install_tree.sh CMAKE BUILD-FOLDER
set -euo pipefail
cmake=$1 build=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0
complain() { printf 'install_tree: %s\n' "$*" >&2; failed=1; }

DESTDIR=$root "$cmake" --install "$build" --prefix /usr >"$root/log" || { cat "$root/log" >&2; exit 1; }
stint=$root/usr/bin/stint
"$stint" --version >/dev/null || complain "the program does not run"

# The unit: what keeps it from the rest of the machine, and that it starts the program.
unit=$root/usr/lib/systemd/system/stint.service
for line in 'ExecStart=stint serve' 'User=stint' 'StateDirectory=stint' 'Environment=STINT_DATA=/var/lib/stint/data' \
  'NoNewPrivileges=yes' 'CapabilityBoundingSet=' 'ProtectSystem=strict' 'ProtectHome=yes' 'PrivateDevices=yes' 'PrivateTmp=yes' \
  'ProtectKernelTunables=yes' 'ProtectControlGroups=yes' 'RestrictNamespaces=yes' 'RestrictSUIDSGID=yes' \
  'MemoryDenyWriteExecute=yes' 'LockPersonality=yes' 'SystemCallFilter=@system-service' 'UMask=0077'; do
  grep -qxF "$line" "$unit" || complain "stint.service lacks $line"
done
grep -qxE 'u stint - .*' "$root/usr/lib/sysusers.d/stint.conf" || complain "the user of the service is not made"
if command -v systemd-analyze >/dev/null; then
  # It is looked at where it will be: below a root of its own.
  said=$(systemd-analyze verify --man=no "$unit" 2>&1 | grep stint.service | grep -v 'Command stint is not executable' || true)
  [ -z "$said" ] || complain "$said"
  # 0 is out of reach of everything, 10 open to all; this wants a systemd that can say so without running.
  if systemd-analyze security --help 2>&1 | grep -q -- --threshold; then
    systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" >"$root/security" 2>&1 ||
      complain "$(tail -n 1 "$root/security")"
  fi
fi

# Each verb is in the man page and in both completions.
verbs=$("$stint" --help | sed -n '/^Subcommands:/,$p' | sed -nE 's/^  ([a-z]+) .*/\1/p')
[ "$(wc -w <<<"$verbs")" -gt 10 ] || complain "the program's help has no verbs"
for verb in $verbs; do
  grep -qx ".B $verb" "$root/usr/share/man/man1/stint.1" || complain "the man page lacks $verb"
  for completion in "$root/usr/share/bash-completion/completions/stint" "$root/usr/share/zsh/vendor-completions/_stint"; do
    grep -qw "$verb" "$completion" || complain "$completion lacks $verb"
  done
done
bash -n "$root/usr/share/bash-completion/completions/stint" || complain "the completion for bash is wrong"

for script in postinst prerm postrm; do sh -n "$(dirname "$0")/../../packaging/debian/$script" || complain "$script is wrong"; done
exit "$failed"
