#!/bin/sh
# install.sh BUILD PREFIX [DESTDIR]: lays a release build out below DESTDIR/PREFIX, with the libraries of Swift that it needs.
set -eu
# Others run it than whoever installs it.
umask 022
build=$1 prefix=$2 root=${3:-}
lib=$root$prefix/lib/roost
swift=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift/linux

rm -rf "$lib"
install -d "$root$prefix/bin" "$lib/modules" "$root$prefix/share/man/man1" "$root$prefix/lib/systemd/system"
install -m 755 "$build/roost" "$lib/roost"
install -m 644 "$build/libRoostKit.so" "$lib/"
for module in Plugins/*/; do install -m 644 "$build/lib$(basename "$module").so" "$lib/modules/"; done

# What is linked, and what that is linked with, from the toolchain's folder.
copy() {
    ldd "$1" | awk '/=>/ { print $1 } /not found/ { print $1 }' | while read -r name; do
        if [ -e "$swift/$name" ] && [ ! -e "$lib/$name" ]; then
            install -m 644 "$swift/$name" "$lib/$name"
            copy "$swift/$name"
        fi
    done
}
copy "$build/roost"
for file in "$lib"/modules/*.so; do copy "$file"; done
strip --strip-unneeded "$lib/roost" "$lib"/*.so "$lib"/modules/*.so

cp -R Web migrations "$lib/"
# Where `roost module new` looks for it.
mkdir "$lib/sdk"
cp -R Sources/RoostKit "$lib/sdk/RoostKit"
rm -rf "$lib/sdk/RoostKit/.build"
find "$lib/Web" "$lib/migrations" "$lib/sdk" \( -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} + \)
ln -sfn ../lib/roost/roost "$root$prefix/bin/roost"

"$lib/roost" completion bash | install -D -m 644 /dev/stdin "$root$prefix/share/bash-completion/completions/roost"
"$lib/roost" completion zsh | install -D -m 644 /dev/stdin "$root$prefix/share/zsh/site-functions/_roost"
"$lib/roost" completion fish | install -D -m 644 /dev/stdin "$root$prefix/share/fish/vendor_completions.d/roost.fish"
"$lib/roost" --experimental-dump-help | python3 packaging/manual.py "$root$prefix/share/man/man1"
sed "s,@PREFIX@,$prefix," packaging/roost.service > "$root$prefix/lib/systemd/system/roost.service"
install -m 644 packaging/roost.socket "$root$prefix/lib/systemd/system/"
