#!/usr/bin/env bash
# Makes the key folder that all processes of one database share: the master key that wraps all others, and the pair that signs checkpoints.
# What is there is never overwritten: without its master key a database cannot be read again.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "Usage: make-keys.sh FOLDER" >&2
  exit 2
fi

folder=$1
mkdir -p "$folder"
umask 022
scratch=$(mktemp -d "$folder/.new.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Complete or not at all, and never over another.
put() {
  if [ -e "$folder/$1" ]; then
    echo "$folder/$1: left as it is"
  else
    mv -n "$scratch/$1" "$folder/$1"
    echo "$folder/$1: made"
  fi
}

openssl rand -base64 32 >"$scratch/master.key"
put master.key
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$scratch/checkpoint.key.pem" 2>/dev/null
chmod 644 "$scratch/checkpoint.key.pem"
put checkpoint.key.pem
openssl pkey -in "$folder/checkpoint.key.pem" -pubout -out "$scratch/checkpoint.public.pem"
put checkpoint.public.pem
