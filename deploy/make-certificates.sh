#!/usr/bin/env bash
# Makes a private authority, where the folder has none, and a certificate for each name: for silos among themselves, or for a proxy and a mail catcher.
# Whoever holds a certificate of the silos' authority is one of them, so proxies and mail servers get theirs from another authority, in another folder.
# Run again, it renews what ends within RENEW_BEFORE days or lacks a name, and leaves the rest alone.
set -euo pipefail

DAYS=${DAYS:-397}
AUTHORITY_DAYS=${AUTHORITY_DAYS:-3650}
RENEW_BEFORE=${RENEW_BEFORE:-30}

if [ $# -lt 2 ]; then
  echo "Usage: make-certificates.sh FOLDER NAME[,OTHER_NAME_OR_ADDRESS...]..." >&2
  exit 2
fi

folder=$1
shift
# Nobody but its owner gets into the folder. The files themselves are readable, because containers run as another user.
mkdir -p "$folder"
chmod 700 "$folder"
umask 022
authority=$folder/authority
scratch=$(mktemp -d "$folder/.new.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

if [ ! -e "$authority.crt" ]; then
  new_key "$scratch/authority.key"
  openssl req -new -x509 -sha256 -key "$scratch/authority.key" -out "$scratch/authority.crt" -days "$AUTHORITY_DAYS" \
    -subj "/O=Coordination/CN=Coordination private authority $(openssl rand -hex 4)" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign"
  # The key needs no readers: it is used here only, and is best kept offline afterwards.
  chmod 600 "$scratch/authority.key"
  mv "$scratch/authority.key" "$authority.key"
  mv "$scratch/authority.crt" "$authority.crt"
  echo "$authority.crt: a new authority"
fi

is_address() { [[ $1 =~ ^[0-9.]+$ || $1 == *:* ]]; }

# Whether a certificate still serves: signed by this authority, not about to end, and with all names.
serves() {
  local certificate=$1 name
  shift
  [ -e "$certificate" ] && openssl verify -CAfile "$authority.crt" "$certificate" >/dev/null 2>&1 \
    && openssl x509 -in "$certificate" -noout -checkend $((RENEW_BEFORE * 86400)) >/dev/null || return 1
  for name in "$@"; do
    if is_address "$name"; then
      openssl x509 -in "$certificate" -noout -checkip "$name" | grep -q "does match" || return 1
    else
      openssl x509 -in "$certificate" -noout -checkhost "$name" | grep -q "does match" || return 1
    fi
  done
}

for entry in "$@"; do
  IFS=, read -r -a names <<<"$entry"
  # A wildcard stands for itself in the certificate, not in the file's name.
  file=$folder/${names[0]/\*/any}
  if serves "$file.crt" "${names[@]}"; then
    echo "$file.crt: left as it is"
    continue
  fi
  if [ ! -e "$authority.key" ]; then
    echo "$authority.key is not here, so $file.crt cannot be made. Bring the key back for the time of this run." >&2
    exit 1
  fi
  alternative=""
  for name in "${names[@]}"; do
    if is_address "$name"; then alternative+=",IP:$name"; else alternative+=",DNS:$name"; fi
  done
  new_key "$scratch/key"
  openssl req -new -sha256 -key "$scratch/key" -subj "/O=Coordination/CN=${names[0]}" -out "$scratch/request"
  printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth,clientAuth" \
    "subjectAltName=${alternative#,}" "subjectKeyIdentifier=hash" "authorityKeyIdentifier=keyid" >"$scratch/extensions"
  openssl x509 -req -sha256 -in "$scratch/request" -CA "$authority.crt" -CAkey "$authority.key" -set_serial "0x$(openssl rand -hex 16)" \
    -days "$DAYS" -extfile "$scratch/extensions" -out "$scratch/crt" 2>/dev/null
  openssl x509 -in "$scratch/crt" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' >"$scratch/sha256"
  mv "$scratch/key" "$file.key"
  mv "$scratch/crt" "$file.crt"
  mv "$scratch/sha256" "$file.sha256"
  chmod 644 "$file.key"
  echo "$file.crt: made for ${names[*]}, $DAYS days"
done
