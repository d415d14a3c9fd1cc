#!/usr/bin/env bash
# Scans the built product as an outsider would: the server with its demo, behind the nginx of deploy with TLS, on loopback. Ends with 1 if anything is found that is not accepted below.
# --quick: headers, cookies and TLS only. What is accepted, and why, stands in src/Coordination.Host/Access/README.md.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
quick=${1:-}
host=$(find src/Coordination.Host/bin -name Coordination.Host.dll -path '*net10.0/Coordination.Host.dll' -printf '%T@ %p\n' | sort -rn | head -1 | cut -d' ' -f2)
[ -n "$host" ] || { echo "Build the solution first." >&2; exit 2; }
export PATH="$PATH:/usr/sbin"

missing=()
for tool in sslscan $([ "$quick" = "--quick" ] || echo wapiti sqlmap ffuf testssl); do
  command -v "$tool" >/dev/null || missing+=("${tool/%testssl/testssl.sh}")
done
if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1
fi

work=$(mktemp -d)
started=()
stop() {
  for one in "${started[@]}"; do kill "$one" 2>/dev/null && wait "$one" 2>/dev/null; done
  rm -rf "$work"
}
trap stop EXIT

found=0
finding() { echo "FINDING $*"; found=$((found + 1)); }
free() { local port; while port=$(shuf -i 15000-19999 -n 1); ss -ltn | grep -q ":$port "; do :; done; echo "$port"; }
tls=$(free) plain=$(free)
at=https://localhost:$tls inside=http://127.0.0.1:$(free)

bash deploy/make-certificates.sh "$work" localhost,127.0.0.1 >/dev/null || exit 2
# Limits off: scanners take an answer of 429 in between for the answer to what they had put in.
dotnet "$host" --demo --urls "$inside" --Coordination:Limits:Enabled=false "--Coordination:DataFolder=$work/data" "--Coordination:PublicAddress=$at" >"$work/host.log" 2>&1 &
started+=($!)
for _ in $(seq 240); do grep -q '^Coordination is at ' "$work/host.log" && break; kill -0 "${started[0]}" || break; sleep 0.5; done
grep -q '^Coordination is at ' "$work/host.log" || { cat "$work/host.log" >&2; exit 2; }

sed -e '/listen \[::\]/d' -e "s/listen 80;/listen 127.0.0.1:$plain;/" -e "s/listen 443 ssl/listen 127.0.0.1:$tls ssl/" -e "s#/etc/nginx/certificates/coordination#$work/localhost#" \
  -e "s#/var/log/nginx/#$work/#" -e "s#coordination-[123]:8080#${inside#http://}#" deploy/nginx/coordination.conf >"$work/coordination.conf"
cat >"$work/nginx.conf" <<CONF
$([ "$(id -u)" = 0 ] && echo "user root;")
worker_processes 1;
pid $work/pid;
events { worker_connections 512; }
http {
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi; uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  include $work/coordination.conf;
}
CONF
nginx -c "$work/nginx.conf" -e "$work/error.log" -g "daemon off;" &
started+=($!)
ask() { curl -sS --cacert "$work/authority.crt" --max-time 30 "$@"; }
for _ in $(seq 60); do ask -o "$work/first" "$at/health/live" 2>/dev/null && break; sleep 0.5; done

# The demo's people are made in the background; until then a sign-in is refused.
for _ in $(seq 8); do
  ask -D "$work/head" -o "$work/me" -H 'Content-Type: application/json' -d "{\"mail\":\"cleo@cert.example\",\"password\":\"$(cat "$work/data/demo/demo-password")\"}" "$at/api/v1/sign-in"
  cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \(__Host-coordination=[^;]*\).*/\1/p' "$work/head" | tr -d '\r')
  [ -n "$cookie" ] && break
  sleep 2
done
[ -n "$cookie" ] || finding "nobody could sign in: $(cat "$work/me")"

for flag in secure httponly samesite=strict path=/; do
  grep -i '^set-cookie: __Host-coordination=' "$work/head" | grep -qi "; $flag" || finding "the session's cookie is not $flag"
done

# What every answer says, whether good or bad, of the console, of the interface, and of what is not there.
for path in /console /api/v1/board /api/v1/incidents?limit=0 /ack/x /nothing /pages.css; do
  ask -o /dev/null -D "$work/headers" -b "$cookie" "$at$path"
  while IFS='|' read -r name want; do
    grep -iE "^$name: " "$work/headers" | grep -qE "$want" || finding "$path: $name is not '$want': $(grep -i "^$name: " "$work/headers")"
  done <<'HEADERS'
strict-transport-security|max-age=31536000
content-security-policy|frame-ancestors 'none'
content-security-policy|script-src 'self' 'wasm-unsafe-eval' 'nonce-[A-Za-z0-9+/=]+'; style-src 'self';
x-frame-options|DENY
x-content-type-options|nosniff
referrer-policy|no-referrer
cross-origin-opener-policy|same-origin
HEADERS
  grep -iE "^content-security-policy:.*unsafe-(inline|eval'[^;]*unsafe)" "$work/headers" && finding "$path: the policy lets inline code through"
  grep -iE "^(server: .*[0-9]|x-powered-by|access-control-allow)" "$work/headers" && finding "$path: says too much"
done

if command -v sslscan >/dev/null; then
  sslscan --no-colour "localhost:$tls" >"$work/sslscan" 2>&1
  grep -E "^(SSLv2|SSLv3|TLSv1\.0|TLSv1\.1) +enabled|: *vulnerable to heartbleed|^ *vulnerable|Compression enabled|Insecure|^(Accepted|Preferred).* (RC4|DES|NULL|EXP|MD5|CBC)" "$work/sslscan" >"$work/bad" && finding "sslscan: $(cat "$work/bad")"
  grep -qE "^TLSv1.3 +enabled" "$work/sslscan" || finding "sslscan: no TLS 1.3: $(tail -5 "$work/sslscan")"
else
  echo "SKIPPED sslscan: not there"
fi

if [ "$quick" != "--quick" ]; then
  if command -v testssl >/dev/null; then
    timeout 900 testssl --quiet --color 0 --warnings off --nodns none --severity MEDIUM --jsonfile "$work/testssl.json" "localhost:$tls" >"$work/testssl" 2>&1
    # A private authority of this run's own, and no list of revoked ones: that is the test's doing. The order of ciphers is the client's: all that there are are good.
    [ -s "$work/testssl.json" ] || finding "testssl said nothing: $(tail -3 "$work/testssl")"
    grep -E '"id"|"severity"|"finding"' "$work/testssl.json" | paste - - - | grep -E '"(MEDIUM|HIGH|CRITICAL)"' \
      | grep -vE '"(cert_chain_of_trust|cert_trust|cert_revocation|cert_crlDistributionPoints|cert_ocspURL|cert_mustStapleExtension|DNS_CAArecord|OCSP_stapling|cipher_order|overall_grade|grade_cap_reason_[0-9]+|security_headers|scanTime|engine_problem)[^"]*"' >"$work/bad" && finding "testssl: $(cat "$work/bad")"
  else
    echo "SKIPPED testssl: not there"
  fi

  if command -v ffuf >/dev/null; then
    # What is forgotten on servers, under each beginning that there is.
    for word in .env .git/HEAD .git/config .htaccess .DS_Store web.config appsettings.json appsettings.Development.json secrets.json admin administrator backup backup.sql backup.zip db.sqlite coordination.db data keys swagger swagger/index.html swagger/v1/swagger.json \
      openapi openapi/v1.json graphql metrics prometheus actuator actuator/env debug trace error elmah.axd phpinfo.php server-status wp-login.php robots.txt sitemap.xml .well-known/openid-configuration api api/v1 api/v2 api/v1/users api/v1/config api/v1/debug \
      console/admin _framework/blazor.boot.json _framework/appsettings.json _blazor _content Coordination.Host.dll Coordination.Host.deps.json Coordination.Host.runtimeconfig.json Coordination.Host.pdb demo demo/mail logs log.txt test tmp upload uploads shell cgi-bin/ console.log dump.rdb id_rsa; do
      for before in "" console/ api/v1/ _framework/ ack/ health/ live/; do echo "$before$word"; done
    done >"$work/words"
    for who in "x=y" "$cookie"; do
      ffuf -s -u "$at/FUZZ" -w "$work/words" -b "$who" -t 4 -p 0.05 -mc 200,201,204,206,500-599 -o "$work/ffuf.json" -of json >/dev/null 2>&1
      [ -s "$work/ffuf.json" ] || finding "ffuf said nothing"
      # The one empty page of the console answers for all of its addresses; the openapi document and the demo's mail are for who is signed in.
      grep -oE '"url":"[^"]*"|"content-type":"[^"]*"|"status":[0-9]+' "$work/ffuf.json" | grep '"url"' | sed -E 's/"url":"([^"]*)"/\1/' | sort -u | while read -r url; do
        case ${url#"$at"/} in
          # The first is the pattern itself, which stands in the report too.
          FUZZ | console | console/*) continue ;;
          openapi/v1.json | demo/mail) [ "$who" = "$cookie" ] && continue ;;
        esac
        [ "$(ask -o "$work/one" -w '%{http_code} %{content_type}' -b "$who" "$url")" = "200 text/html; charset=utf-8" ] && grep -q 'class="skeleton"' "$work/one" && continue
        echo "$url"
      done >"$work/bad"
      [ -s "$work/bad" ] && finding "ffuf as ${who%%=*}: $(tr '\n' ' ' <"$work/bad")"
    done
  else
    echo "SKIPPED ffuf: not there"
  fi

  if command -v wapiti >/dev/null; then
    for who in "x=y" "$cookie"; do
      for from in /console /ack/x "/api/v1/incidents?q=a&sort=opened&limit=5" "/api/v1/audit/readings?actor=x&incident=y" /demo/mail; do
        timeout 600 wapiti -u "$at$from" --scope folder -m "backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,nikto,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe" \
          --verify-ssl 0 -H "Cookie: $who" --max-scan-time 300 --max-links-per-page 40 -d 2 --store-session "$work/wapiti" --flush-session -v 0 -f json -o "$work/wapiti.json" >"$work/wapiti.log" 2>&1
        [ -s "$work/wapiti.json" ] || { finding "wapiti said nothing of $from: $(tail -3 "$work/wapiti.log")"; continue; }
        python3 - "$work/wapiti.json" "$from" >"$work/bad" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
for kind in ("vulnerabilities", "anomalies"):
    for name, cases in report[kind].items():
        for one in cases:
            # It asks for X-XSS-Protection, which browsers have dropped and which does harm; and it cannot read a policy with a nonce.
            # It looks for HttpOnly with capitals, and finds it in no cookie.
            if "X-XSS-Protection" in one["info"] or ("HttpOnly" in one["info"] and "Antiforgery" in one["info"]):
                continue
            print(kind, name, one["method"], one["path"], one["parameter"], one["info"][:200])
PYTHON
        [ -s "$work/bad" ] && finding "wapiti as ${who%%=*} from $from: $(cat "$work/bad")"
      done
    done
  else
    echo "SKIPPED wapiti: not there"
  fi

  if command -v sqlmap >/dev/null; then
    map() { timeout 600 sqlmap --batch --disable-coloring --flush-session --output-dir "$work/sqlmap" --level 2 --risk 2 --threads 2 --timeout 20 --ignore-code 400,401,403,404,429 "$@" >"$work/sqlmap.log" 2>&1
      grep -E "is vulnerable|identified the following injection" "$work/sqlmap.log" >"$work/bad" && finding "sqlmap $1 $2: $(cat "$work/bad")"
      grep -qE "do not appear to be injectable|all tested parameters" "$work/sqlmap.log" || echo "SKIPPED sqlmap $2: $(tail -4 "$work/sqlmap.log" | tr '\n' ' ')"; }
    map -u "$inside/api/v1/incidents?q=a&sort=opened&cursor=x&limit=5" --cookie "$cookie"
    map -u "$inside/api/v1/incidents/2026-000001*" --cookie "$cookie"
    map -u "$inside/api/v1/institutions?cursor=x&limit=5" --cookie "$cookie"
    map -u "$inside/api/v1/sign-in" --data '{"mail":"a@cert.example","password":"x"}' -H "Content-Type: application/json"
    map -u "$inside/ack/x*"
  else
    echo "SKIPPED sqlmap: not there"
  fi
fi

grep -E '" 5[0-9][0-9] ' "$work/access.log" >"$work/bad" && finding "answers of 500 and more: $(head -5 "$work/bad")"
grep -E "Unhandled|fail:|crit:" "$work/host.log" >"$work/bad" && finding "the server's log: $(head -5 "$work/bad")"
echo "Scan: $found findings, $(wc -l <"$work/access.log") requests through the proxy"
[ "$found" -eq 0 ]
