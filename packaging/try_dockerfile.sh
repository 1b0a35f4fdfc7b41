#!/usr/bin/env bash
# Goes through the Dockerfile without a container engine: each stage in a fresh Debian made by debootstrap, its RUN steps in
# a chroot. Wants root, and packages from where this machine has its own.
#   packaging/try_dockerfile.sh               all stages
#   packaging/try_dockerfile.sh --deb FILE    the last stage alone, with a package that is there already
# STINT_DEBIAN_MIRROR  where debootstrap takes packages from (default: its own)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
deb=
[ "${1:-}" != --deb ] || deb=$(realpath "$2")
die() { printf 'try_dockerfile: %s\n' "$*" >&2; exit 1; }
say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
[ "$(id -u)" = 0 ] || die "making a chroot wants root"
command -v debootstrap >/dev/null || die "debootstrap is missing"

work=$(mktemp -d)
stage=
user=root
folder=/
variables=()
declare -A roots
leave() {
  local root
  for root in "${roots[@]}"; do umount "$root/proc" 2>/dev/null || true; done
  rm -rf --one-file-system "$work"
}
trap leave EXIT

root() { printf '%s/%s' "$work" "$stage"; }
inside() {
  chroot "$(root)" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "${variables[@]}" \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    setpriv --reuid "$user" --regid "$user" --init-groups sh -c "cd '$folder' && $1"
}
from() {  # debian:SUITE[-slim] [AS NAME]
  local suite=${1#debian:}
  stage=${3:-last} user=root folder=/ variables=()
  [ -z "$deb" ] || [ "$stage" = last ] || return 0
  debootstrap --variant=minbase "${suite%-slim}" "$(root)" ${STINT_DEBIAN_MIRROR:+"$STINT_DEBIAN_MIRROR"} >"$work/$stage.log" ||
    { tail -n 20 "$work/$stage.log" >&2; die "debootstrap failed"; }
  cp /etc/resolv.conf "$(root)/etc/resolv.conf"
  mount -t proc proc "$(root)/proc" 2>/dev/null || true
  roots[$stage]=$(root)
}
copy() {
  case $1 in
    --from=*)
      local source=$work/${1#--from=}$2
      [ -z "$deb" ] || source=$deb
      cp "$source" "$(root)$3"
      ;;
    .) git ls-files -z --cached --others --exclude-standard | tar --null -cf - -T - .git | { mkdir -p "$(root)$2"; tar -xf - -C "$(root)$2"; } ;;
    *) die "COPY $* is not understood" ;;
  esac
}

while IFS= read -r line || [ -n "$line" ]; do
  while [[ $line == *\\ ]]; do
    IFS= read -r more || die "the last line goes on"
    line="${line%\\}$more"
  done
  read -r word rest <<<"$line" || true
  if [ -n "$deb" ] && [ "$stage" != last ] && [ "$word" != FROM ]; then continue; fi
  case $word in
    '' | '#'*) continue ;;
  esac
  say "$line"
  # shellcheck disable=SC2086  # words of the line
  case $word in
    FROM) from $rest ;;
    RUN) inside "$rest" ;;
    COPY) copy $rest ;;
    WORKDIR) folder=$rest && mkdir -p "$(root)$folder" ;;
    ENV) variables+=("$rest") ;;
    USER) user=$rest ;;
    VOLUME | EXPOSE | ENTRYPOINT | CMD) ;;
    *) die "$word is not understood" ;;
  esac
done <packaging/Dockerfile

say "What the container would do"
inside 'stint --version && stint doctor'
inside 'stint demo /tmp/export --issues 200 >/dev/null && stint import /tmp/export --quiet >/dev/null && stint insights >/tmp/insights && test -s /tmp/insights'
inside 'stint backup /tmp/b.tar.gz --quiet >/dev/null && stint restore /tmp/b.tar.gz --force --quiet >/dev/null && stint insights | cmp - /tmp/insights'
inside 'echo "a long enough password" | stint user add anna --role admin --no-input >/dev/null && stint key add robot --for anna --quiet >/dev/null'
inside 'timeout --preserve-status -s TERM 5 stint serve --listen 0.0.0.0:0 --quiet'
say "Every step works"
