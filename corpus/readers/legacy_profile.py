"""What LibreOffice is told before it starts: a profile of our own and the variables of its environment.

In that profile macros are off, links are not followed and no proxy leads out.
"""

import hashlib
import os
from pathlib import Path

from corpus.system import user_number

OF_A_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "SESSION_MANAGER", "DBUS_SESSION_BUS_ADDRESS")
SOCKETS = "/tmp"
NOWHERE = tuple(
    (name, value)
    for protocol in ("HTTP", "HTTPS", "FTP")
    for name, value in ((f"ooInet{protocol}ProxyName", "127.0.0.1"), (f"ooInet{protocol}ProxyPort", "9"))
)
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # Files that do not tell their encoding were written on Chinese systems.
    ("Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", name, value) for name, value in NOWHERE),
)


def environment(temporary: Path) -> dict[str, str]:
    """Ours without a screen, in a locale that is the same everywhere; what is killed leaves its files in our folder."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_SCREEN}
    return kept | {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "TMPDIR": str(temporary)}


def socket_of(folder: Path) -> Path:
    """The socket by which a LibreOffice with this profile can be spoken to; one that is killed leaves it behind."""
    told = hashlib.md5(folder.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    return Path(SOCKETS) / f"OSL_PIPE_{user_number()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in told)}"


def profile(folder: Path) -> Path:
    """The folder of a profile with our settings, made once; LibreOffice adds its own."""
    path = folder / "user" / "registrymodifications.xcu"
    if not path.exists():
        path.parent.mkdir(parents=True)
        items = "".join(
            f'<item oor:path="/org.openoffice.{group}"><prop oor:name="{name}" oor:op="fuse">'
            f"<value>{value}</value></prop></item>"
            for group, name, value in SETTINGS
        )
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            f"{items}</oor:items>",
            encoding="utf-8",
        )
    return folder
