#!/usr/bin/env bash
# Prepares what ./run, ./test and .ci/run need: system packages and a Python environment. The first start does
# the work; every later one only compares two small stamp files (a few milliseconds).
#
#     checkout=/where/this/lies               # set by the caller, an absolute path
#     . "$checkout/packaging/bootstrap.sh"
#     prepare runtime graphical               # environment: runtime, development, packaging; level: command,
#                                             # graphical, test, system, package
#     exec "$environment/bin/python" ...      # set by `prepare`
#
# Everything said goes to standard error: standard output belongs to the program (./run collect --json).
set -euo pipefail
: "${checkout:?}"

# A foreign PYTHONHOME breaks the environment, a foreign PYTHONPATH can shadow the versions in the locks.
unset PYTHONHOME PYTHONPATH

# As the program itself decides: Japanese first, unless another language is plainly set.
case ${LINUXMANIA_HAAS_LANG:-${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}} in
    ja* | '' | C | C.* | POSIX) language=ja ;;
    *) language=en ;;
esac

say() { # JAPANESE ENGLISH
    if [ "$language" = ja ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi >&2 || :
}

fail() { # JAPANESE ENGLISH
    say "$@"
    exit 1
}

# ---- what the system must have ---------------------------------------------------------------------------------

# probe | packages | needed by | need | why (en) | why (ja)
#   probe      lib:SONAME asks the dynamic linker, so a renamed package (libglib2.0-0t64) or one from elsewhere
#              counts; program:NAME looks on the PATH; file:PATH is for what lies nowhere on it; venv and
#              japanese-font have functions of their own
#   packages   candidates, the newest name first: the first that apt knows is taken
#   needed by  the lowest level; each includes those before it: command, graphical, test, system (an emulated PC);
#              package (building one) includes command and graphical, whose libraries the build looks into
#   need       a missing `required` one stops the start, `recommended` ones only leave a line (at level test all
#              are required: a test run that skips what it was to show is worth little)
# The libraries are those that the Qt libraries and the xcb, wayland and offscreen plugins in the PySide6 6.11
# wheel are linked with and that the wheel does not bring along (readelf -d Qt/lib/*.so Qt/plugins/*/*.so).
system_table() {
    local draw='draws windows|画面を描くため'
    local base='base libraries of Qt|Qt の土台となるライブラリ'
    local text='draws text|文字を描くため'
    local keys='keyboard input|キーボード入力のため'
    local x11='windows on X11|X11 の画面に表示するため'
    local wayland='windows on Wayland|Wayland の画面に表示するため'
    local net='networking of Qt|Qt の通信機能のため'
    cat <<TABLE
venv|python$python_version-venv python3-venv|command|required|makes the Python environment|Python 環境を作るため
lib:libudev.so.1|libudev1|command|required|sees devices come and go|機器の接続を知るため
program:smartctl|smartmontools|command|recommended|reads the health of drives|ドライブの状態を読み取るため
program:memtester|memtester|command|recommended|tests the memory|メモリをテストするため
program:stress-ng|stress-ng|command|recommended|tests power supply and cooling under load|電源と冷却を負荷テストするため
lib:libglib-2.0.so.0|libglib2.0-0t64 libglib2.0-0|graphical|required|$base
lib:libgthread-2.0.so.0|libglib2.0-0t64 libglib2.0-0|graphical|required|$base
lib:libz.so.1|zlib1g|graphical|required|$base
lib:libzstd.so.1|libzstd1|graphical|required|$base
lib:libdbus-1.so.3|libdbus-1-3|graphical|required|tray icon and notifications|トレイアイコンと通知のため
lib:libEGL.so.1|libegl1|graphical|required|$draw
lib:libGL.so.1|libgl1|graphical|required|$draw
lib:libfontconfig.so.1|libfontconfig1|graphical|required|$text
lib:libfreetype.so.6|libfreetype6|graphical|required|$text
lib:libxkbcommon.so.0|libxkbcommon0|graphical|required|$keys
lib:libxkbcommon-x11.so.0|libxkbcommon-x11-0|graphical|required|$keys
lib:libX11.so.6|libx11-6|graphical|required|$x11
lib:libX11-xcb.so.1|libx11-xcb1|graphical|required|$x11
lib:libxcb.so.1|libxcb1|graphical|required|$x11
lib:libxcb-cursor.so.0|libxcb-cursor0|graphical|required|$x11
lib:libxcb-glx.so.0|libxcb-glx0|graphical|required|$x11
lib:libxcb-icccm.so.4|libxcb-icccm4|graphical|required|$x11
lib:libxcb-image.so.0|libxcb-image0|graphical|required|$x11
lib:libxcb-keysyms.so.1|libxcb-keysyms1|graphical|required|$x11
lib:libxcb-randr.so.0|libxcb-randr0|graphical|required|$x11
lib:libxcb-render.so.0|libxcb-render0|graphical|required|$x11
lib:libxcb-render-util.so.0|libxcb-render-util0|graphical|required|$x11
lib:libxcb-shape.so.0|libxcb-shape0|graphical|required|$x11
lib:libxcb-shm.so.0|libxcb-shm0|graphical|required|$x11
lib:libxcb-sync.so.1|libxcb-sync1|graphical|required|$x11
lib:libxcb-util.so.1|libxcb-util1|graphical|required|$x11
lib:libxcb-xfixes.so.0|libxcb-xfixes0|graphical|required|$x11
lib:libxcb-xkb.so.1|libxcb-xkb1|graphical|required|$x11
lib:libwayland-client.so.0|libwayland-client0|graphical|required|$wayland
lib:libwayland-cursor.so.0|libwayland-cursor0|graphical|required|$wayland
lib:libwayland-egl.so.1|libwayland-egl1|graphical|required|$wayland
lib:libgssapi_krb5.so.2|libgssapi-krb5-2|graphical|required|$net
lib:libbrotlidec.so.1|libbrotli1|graphical|required|$net
japanese-font|fonts-noto-cjk|graphical|recommended|shows Japanese text|日本語の文字を表示するため
program:xdg-open|xdg-utils|graphical|recommended|opens mail and folders|メールやフォルダを開くため
program:dbus-daemon|dbus|test|required|tests against a message bus|メッセージバスを使う試験のため
program:dbus-run-session|dbus|test|required|tests against a message bus|メッセージバスを使う試験のため
file:/usr/lib/polkit-1/polkitd|polkitd|test|required|asks polkit for real|権限の確認を実際に試験するため
program:unshare|util-linux|test|required|gives polkit rules of the tests|試験用の権限の規則を使うため
program:mutt|mutt|test|required|sends mails to a server of the tests|試験でメールを実際に送るため
file:/usr/libexec/xdg-desktop-portal|xdg-desktop-portal|test|required|opens mails as a desktop does|デスクトップと同じ方法でメールを開く試験のため
program:Xvfb|xvfb|test|required|shows the real window without a screen|画面のない環境で実際のウィンドウを試験するため
file:/usr/libexec/at-spi2-registryd|at-spi2-core|test|required|hears the window as a screen reader does|スクリーンリーダーでの読み上げを試験するため
program:chromium|chromium chromium-browser|test|required|shows the phone's page|スマートフォン用のページを試験するため
program:desktop-file-validate|desktop-file-utils|test|required|checks the menu entry|メニュー項目の検査のため
program:appstreamcli|appstream|test|required|checks what software centres show|ソフトウェアセンター用の説明の検査のため
program:groff|groff-base|test|required|checks the manual pages|マニュアルの検査のため
program:qemu-system-x86_64|qemu-system-x86|system|required|emulates a PC|試験用のパソコンを仮想的に動かすため
program:qemu-img|qemu-utils|system|required|makes the emulated PC's disks|仮想のパソコンのディスクを作るため
program:mmdebstrap|mmdebstrap|system|required|makes the emulated PC's system|仮想のパソコンのシステムを作るため
program:mke2fs|e2fsprogs|system|required|makes the emulated PC's file system|仮想のパソコンのファイルシステムを作るため
program:mkfs.vfat|dosfstools|system|required|makes the emulated PC's USB sticks|仮想のUSBメモリを作るため
program:ssh|openssh-client|system|required|talks to the emulated PC|仮想のパソコンに接続するため
lib:libpython$python_version.so.1.0|libpython$python_version|package|required|goes into the package|パッケージに入れるため
program:objdump|binutils|package|required|finds what a library needs|ライブラリの依存を調べるため
program:dh|debhelper|package|required|makes the Debian package|Debian パッケージを作るため
program:desktop-file-validate|desktop-file-utils|package|required|checks the menu entry|メニュー項目の検査のため
program:appstreamcli|appstream|package|required|checks what software centres show|ソフトウェアセンター用の説明の検査のため
program:groff|groff-base|package|required|checks the manual pages|マニュアルの検査のため
program:lintian|lintian|package|required|checks the Debian package|Debian パッケージの検査のため
TABLE
}

covers() { # LEVEL LEVEL: whether the first includes the second
    case $1:$2 in
        "$2:$2" | test:command | test:graphical | graphical:command | package:command | package:graphical) return 0 ;;
        system:package) return 1 ;;
        system:*) return 0 ;;
        *) return 1 ;;
    esac
}

present() { # PROBE
    case $1 in
        lib:*) has_library "${1#lib:}" ;;
        # An ordinary user's PATH on Debian has no sbin, where smartctl lies.
        program:*) PATH=$PATH:/usr/sbin:/sbin type -P "${1#program:}" >/dev/null ;;
        file:*) [ -e "${1#file:}" ] ;;
        venv) [ -z "$python" ] || "$python" -P -c 'import ensurepip, venv' 2>/dev/null ;;
        japanese-font) has_japanese_font ;;
    esac
}

has_library() { # SONAME: whether the linker knows it for this machine's own word size (not the one of Steam)
    case $HOSTTYPE in
        x86_64) [[ $linker_knows == *$'\t'"$1 (libc6,x86-64"* ]] ;;
        aarch64) [[ $linker_knows == *$'\t'"$1 (libc6,AArch64"* ]] ;;
        *) [[ $linker_knows == *$'\t'"$1 ("* ]] ;;
    esac
}

has_japanese_font() {
    if type -P fc-list >/dev/null; then
        [ -n "$(fc-list :lang=ja 2>/dev/null)" ]
    else
        # Without fc-list (fontconfig's tools) only our own package can be told.
        [ "$(dpkg-query -W -f '${db:Status-Status}' fonts-noto-cjk 2>/dev/null)" = installed ]
    fi
}

find_missing() { # LEVEL: fills the arrays missing_*
    local probe packages level need en ja
    missing_probe=() missing_packages=() missing_need=() missing_why=()
    # Where there is no ldconfig, nothing can be told about libraries, so none is called missing.
    if linker_knows=$(PATH=$PATH:/usr/sbin:/sbin LC_ALL=C ldconfig -p 2>/dev/null); then :; else linker_knows=; fi
    while IFS='|' read -r probe packages level need en ja; do
        covers "$1" "$level" || continue
        case $probe in lib:*) [ -n "$linker_knows" ] || continue ;; esac
        present "$probe" && continue
        case $1 in test | system) need=required ;; esac
        missing_probe+=("$probe")
        missing_packages+=("$packages")
        missing_need+=("$need")
        if [ "$language" = ja ]; then missing_why+=("$ja"); else missing_why+=("$en"); fi
    done < <(system_table)
}

# ---- installing with apt ---------------------------------------------------------------------------------------

# Sets chosen_package (one name per missing row), the arrays required and recommended (each name once), and
# all_known (whether apt knows every one of them).
choose_packages() {
    local i package chosen known
    # One call for all candidates: apt-cache names those that it knows on lines "Package: NAME".
    # shellcheck disable=SC2048,SC2086 # the candidates of one row are separated by spaces
    known=" $({ apt-cache show --no-all-versions ${missing_packages[*]} 2>/dev/null || :; } |
        sed -n 's/^Package: //p' | tr '\n' ' ')"
    chosen_package=() required=() recommended=() all_known=yes
    for i in "${!missing_probe[@]}"; do
        chosen=
        for package in ${missing_packages[i]}; do
            [[ $known != *" $package "* ]] || { chosen=$package && break; }
        done
        if [ -z "$chosen" ]; then
            chosen=$package # the oldest name: renamed packages still answer to it
            all_known=
        fi
        chosen_package+=("$chosen")
        [[ " ${required[*]} ${recommended[*]} " != *" $chosen "* ]] || continue
        if [ "${missing_need[i]}" = required ]; then required+=("$chosen"); else recommended+=("$chosen"); fi
    done
}

show_missing() { # NAME...: as one table what is missing and why, with a name per row
    local i row last='' optional
    say 'このパソコンには次のものが足りません:' 'This computer lacks:'
    for i in "${!missing_probe[@]}"; do
        optional=
        if [ "${missing_need[i]}" = recommended ]; then
            if [ "$language" = ja ]; then optional='(なくても動きます)'; else optional=' (recommended)'; fi
        fi
        row=$(printf '  %-24s %s%s' "$1" "${missing_why[i]}" "$optional")
        [ "$row" = "$last" ] || printf '%s\n' "$row" >&2
        last=$row
        shift
    done
}

# Somebody can read the question and type an answer.
at_terminal() { [ -t 2 ] && { : </dev/tty; } 2>/dev/null; }

become_root() { # asks for the password once, before the work; sudo remembers it for the calls after
    if [ "$EUID" = 0 ]; then
        say 'これらをインストールしています…(数分かかることがあります)' 'Installing them… (this can take some minutes)'
    elif ! type -P sudo >/dev/null; then
        return 1
    elif at_terminal; then
        say 'これらを sudo でインストールします(数分かかることがあります)。sudo があなたのパスワードを尋ねることがあります。' \
            'Installing them through sudo (this can take some minutes). It may ask for your password.'
        sudo=(sudo) && sudo -- true
    else
        say 'これらを sudo でインストールしています…(数分かかることがあります)' \
            'Installing them through sudo… (this can take some minutes)'
        sudo=(sudo -n) && sudo -n -- true 2>>"$log" # nobody there to type a password: fail instead of waiting
    fi
}

as_root() {
    # 9 is the lock: a service that a package starts must not inherit it, or it would be held for ever.
    if [ "$EUID" = 0 ]; then "$@"; else "${sudo[@]}" -- "$@"; fi 9<&- </dev/null >>"$log" 2>&1
}

# Waits for another apt (automatic updates).
apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }

# Never removes a package of the owner's to fit one of ours in.
apt_install() { apt_get install -y --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 "$@"; }

apt_lists_present() { compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null; }

install_with_apt() { # what find_missing found; returns also when only recommended packages could not be had
    choose_packages
    show_missing "${chosen_package[@]}"
    if become_root; then install_chosen; fi
    [ "${#required[@]}" = 0 ] || fail_without_required
    [ "${#recommended[@]}" = 0 ] || warn_without_recommended
}

install_chosen() { # leaves in required and recommended what could not be installed
    local fresh='' package failed=()
    if [ -z "$all_known" ] || ! apt_lists_present; then
        if apt_get update; then fresh=yes; fi
        # A failed update may end with 0. With no lists at all, trying on would only hide its words in the log.
        apt_lists_present || return 0
        choose_packages
    fi
    if apt_install "${required[@]}" "${recommended[@]}"; then required=() recommended=() && return; fi
    # Known, yet not to be had: the lists may be older than what the mirrors still carry.
    if [ -z "$fresh" ] && apt_get update; then
        choose_packages
        if apt_install "${required[@]}" "${recommended[@]}"; then required=() recommended=() && return; fi
    fi
    # One package that cannot be had must not keep the others away.
    if [ "${#required[@]}" = 0 ] || apt_install "${required[@]}"; then required=(); else return 0; fi
    for package in "${recommended[@]}"; do
        apt_install "$package" || failed+=("$package")
    done
    recommended=("${failed[@]}")
}

install_command() { # PACKAGE...: for the owner to run by hand
    local install="apt-get install -y --no-install-recommends $*"
    if [ "$EUID" = 0 ]; then
        printf '%s' "apt-get update && $install"
    elif type -P sudo >/dev/null; then
        printf '%s' "sudo apt-get update && sudo $install"
    else
        printf '%s' "su - -c 'apt-get update && $install'"
    fi
}

warn_without_recommended() {
    local command
    command=$(install_command "${recommended[@]}")
    say "インストールできませんでした(なくても動きます)。後で入れるには: $command" \
        "Could not be installed (the program works without). To install later: $command"
}

fail_without_required() {
    show_log
    say '必要なパッケージをインストールできませんでした。管理者の権限で次を実行してから、もう一度お試しください:' \
        'Required packages could not be installed. Run this with administrator rights, then try again:'
    printf '  %s\n' "$(install_command "${required[@]}" "${recommended[@]}")" >&2
    exit 1
}

prepare_system() { # LEVEL
    find_missing "$1"
    [ "${#missing_probe[@]}" -gt 0 ] || return 0
    # In another user's environment no stamp can be left: do not ask for the same recommended ones at every start.
    if [ "$log" = /dev/null ] && [[ " ${missing_need[*]} " != *' required '* ]]; then return; fi
    if type -P apt-get >/dev/null; then
        install_with_apt
    else
        show_missing "${missing_probe[@]#*:}"
        say 'お使いのシステムのパッケージ管理ソフトで入れてください。このまま続けます。' \
            "Install them with this system's package manager. Going on without."
    fi
}

# ---- the Python environment ------------------------------------------------------------------------------------

# In the environment: what was installed (its absence tells a half-made one), which system level was checked, and
# the log, which also tells that the folder is ours to empty.
use_environment() { # FOLDER
    environment=$1
    packages_stamp=$environment/linuxmania-haas-packages
    system_stamp=$environment/linuxmania-haas-system
    log=$environment/linuxmania-haas-setup.log
}

choose_environment() { # runtime|development|packaging
    local suffix=
    case $1 in development) suffix=-dev ;; packaging) suffix=-package ;; esac
    use_environment "$checkout/.venv$suffix"
    if [ -n "${LINUXMANIA_HAAS_ENV:-}" ]; then
        case $LINUXMANIA_HAAS_ENV in
            /*) use_environment "${LINUXMANIA_HAAS_ENV%/}$suffix" ;;
            *) use_environment "$PWD/${LINUXMANIA_HAAS_ENV%/}$suffix" ;;
        esac
    elif ! packages_ready && ! can_write_environment; then
        # A checkout that this user cannot write to (a read-only medium, another user's): in the user's cache.
        use_environment "$(cache_folder)/venv$suffix-$(printf %s "$checkout" | sha256sum | cut -c 1-16)"
    fi
}

can_write_environment() {
    if [ -e "$environment" ]; then [ -w "$environment" ]; else [ -w "${environment%/*}" ]; fi
}

cache_folder() {
    case ${XDG_CACHE_HOME:-} in
        /*) printf %s "$XDG_CACHE_HOME" ;;
        *) printf %s ~/.cache ;;
    esac
    printf /linuxmania-haas
}

read_sums() { # of what the stamps depend on: the lock, and this script with its table
    { read -r lock_sum _ && read -r script_sum _; } < <(sha256sum -- "$lock_file" "$checkout/packaging/bootstrap.sh")
}

packages_ready() {
    local sum interpreter
    [ -r "$packages_stamp" ] && { read -r sum && read -r interpreter; } <"$packages_stamp" || return 1
    # After an upgrade of the system's Python, bin/python is another interpreter or none.
    [ "$sum" = "$lock_sum" ] && [ "$environment/bin/python" -ef "$interpreter" ]
}

system_ready() { # LEVEL
    local level sum
    [ -r "$system_stamp" ] && { read -r level && read -r sum; } <"$system_stamp" || return 1
    [ "$sum" = "$script_sum" ] && covers "$level" "$1"
}

# A .pth file makes haas_client importable from any folder. Its path is relative, so that the checkout may be moved,
# and in plain letters: Python reads it in the locale at hand and ends where it cannot (ダウンロード under LC_ALL=C).
# An environment elsewhere therefore points to the checkout by a symbolic link.
inside_checkout() { [ "${environment%/*}" -ef "$checkout" ]; }

link_ready() { inside_checkout || [ "$environment/checkout" -ef "$checkout" ]; }

write_link() {
    local folder
    for folder in "$environment"/lib/python3.*/site-packages; do
        if inside_checkout; then
            write_file "$folder/linuxmania-haas.pth" ../../../..
        else
            write_file "$folder/linuxmania-haas.pth" ../../../checkout &&
                ln -sfn -- "$checkout" "$environment/checkout"
        fi
    done
}

write_file() { # FILE LINE...: whole or not at all
    local file=$1
    shift
    { printf '%s\n' "$@" >"$file.new" && mv -f -- "$file.new" "$file"; } 2>/dev/null
}

find_python() { # LEVEL: sets python and python_version
    local candidate first=()
    # What goes into a package is the system's own Python, which every build machine has alike; another one on the
    # PATH was made for this machine alone.
    [ "$1" != package ] || first=(/usr/bin/python3)
    for candidate in "${first[@]}" python3 python3.14 python3.13 python3.12 python3.11; do
        # 3.15 has no wheel of the Qt that the lock names.
        python_version=$("$candidate" -I -c 'import sys
v = sys.version_info
print(f"{v[0]}.{v[1]}") if (3, 11) <= v < (3, 15) else sys.exit(1)' 2>/dev/null) && python=$candidate && return
    done
    fail 'Python 3.11~3.14 が見つかりません。インストールしてから、もう一度お試しください(Debian 12 以降、Ubuntu 24.04 以降では: sudo apt-get install python3)。' \
        'No Python 3.11 to 3.14 found. Install one, then try again (Debian 12, Ubuntu 24.04 or later: sudo apt-get install python3).'
}

use_version_of_environment() { # what is installed in the system must fit what is there already
    local folder
    for folder in "$environment"/lib/python3.*; do python_version=${folder##*/python}; done
}

open_log() {
    if [ -d "$environment" ] && [ ! -e "$log" ] && [ ! -e "$packages_stamp" ] && [ -n "$(ls -A -- "$environment")" ]; then
        fail "$environment には、このプログラムが作ったものではないファイルがあります。別の場所に移すか、LINUXMANIA_HAAS_ENV で別のフォルダを指定してください。" \
            "$environment holds files that this program did not make. Move them away, or name another folder in LINUXMANIA_HAAS_ENV."
    fi
    if { mkdir -p -- "$environment" && : >"$log"; } 2>/dev/null; then return; fi
    # A ready environment of another user's does for us: only the log has no place then.
    if packages_ready; then log=/dev/null && return; fi
    fail "$environment に書き込めません。ディスクの空きと権限を確かめるか、LINUXMANIA_HAAS_ENV で別のフォルダを指定してください。" \
        "Cannot write to $environment. Check free space and rights, or name another folder in LINUXMANIA_HAAS_ENV."
}

empty_environment() { # all but the log; the slash follows a symbolic link
    find "$environment/" -mindepth 1 -maxdepth 1 ! -name "${log##*/}" -exec rm -rf -- {} +
}

make_environment() {
    if [ -e "$packages_stamp" ]; then
        say 'Python 環境を更新しています…' 'Updating the Python environment…'
    else
        say '初回の準備をしています…(数分かかることがあります)' 'Setting up for the first time… (this can take some minutes)'
    fi
    if ! { empty_environment && fill_environment; } >>"$log" 2>&1; then
        explain_failure
        empty_environment 2>/dev/null || : # gives a full disk its space back
        exit 1
    fi
}

fill_environment() {
    # UTF-8 whatever the locale: the path may have letters outside it (~/ダウンロード under LC_ALL=C).
    PYTHONUTF8=1 "$python" -P -m venv "$environment" || return
    # Which index, proxy and certificates: as the user has set up pip. Hashes make any of them safe, wheels only
    # means that nothing is compiled or run here. PIP_USER would only fail inside an environment.
    PIP_USER=0 PYTHONUTF8=1 "$environment/bin/python" -P -m pip install --no-input --progress-bar off \
        --disable-pip-version-check --only-binary :all: --require-hashes --no-deps -r "$lock_file" || return
    write_link || return
    write_file "$packages_stamp" "$lock_sum" "$(readlink -f -- "$environment/bin/python")"
}

show_log() {
    [ -s "$log" ] || return 0
    say "--- $log の最後の部分:" "--- end of $log:"
    tail -n 15 -- "$log" >&2
    say '---' '---'
}

free_megabytes() { # FOLDER
    local free
    free=$(df -k --output=avail -- "$1" 2>/dev/null | tail -n 1) || :
    case $free in *[0-9]*) printf %s "$((free / 1024))" ;; *) printf 9999 ;; esac
}

explain_failure() {
    local environment_free temporary=${TMPDIR:-/tmp} temporary_free
    environment_free=$(free_megabytes "$environment")
    temporary_free=$(free_megabytes "$temporary")
    show_log
    if [ "$environment_free" -lt 50 ] || [ "$temporary_free" -lt 50 ] || no_space_in_log; then
        say "ディスクの空きが足りません(空き: $environment に $environment_free MB、$temporary に $temporary_free MB。必要: 約 700 MB)。空きを作ってから、もう一度お試しください。" \
            "The disk is full (free: $environment_free MB in $environment, $temporary_free MB in $temporary; about 700 MB are needed). Make room, then try again."
    else
        say "Python 環境を作れませんでした。初回だけインターネット接続が必要です。ネットワーク、プロキシ、pip の設定を確かめてから、もう一度お試しください。記録: $log" \
            "The Python environment could not be made. The first start needs the Internet: check the network, the proxy and pip's settings, then try again. Log: $log"
    fi
}

no_space_in_log() { grep -qE 'Errno (28|122)]|No space left|quota exceeded' -- "$log"; }

# ---- the way through -------------------------------------------------------------------------------------------

ready() { packages_ready && link_ready && system_ready "$1"; }

# One preparation at a time per checkout, ./run and ./test alike. The lock lies on this file (open for reading is
# enough, so a read-only checkout does) and ends with its holders; a pip that outlives a killed start keeps it.
lock() {
    exec 9<"$checkout/packaging/bootstrap.sh"
    type -P flock >/dev/null || return 0
    flock -n 9 && return
    say '別の起動が準備をしています。終わるのを待っています…' 'Another start is preparing. Waiting for it…'
    flock 9 || : # a file system without locks: go on without
}

prepare() { # runtime|development|packaging LEVEL: sets environment
    lock_file=$checkout/packaging/locks/$1.txt
    read_sums
    choose_environment "$1"
    ready "$2" || prepare_slowly "$2" >&2
}

prepare_slowly() { # LEVEL
    trap 'exit 130' INT # Ctrl-C is no failure to explain
    lock
    if ! ready "$1"; then
        python='' python_version=3
        if packages_ready; then use_version_of_environment; else find_python "$1"; fi
        open_log
        # A new environment looks again: after an upgrade of the system, the new Python may lack its venv module.
        { packages_ready && system_ready "$1"; } || prepare_system "$1"
        packages_ready || make_environment
        link_ready || write_link || :
        system_ready "$1" || write_file "$system_stamp" "$1" "$script_sum" || :
    fi
    exec 9<&-
    trap - INT
}
