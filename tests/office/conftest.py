import os
import shutil
import subprocess

import pytest


@pytest.fixture(scope="session")
def office():
    """Convert files by LibreOffice as a user's double click would read them; returns the converted files' folder."""
    soffice = shutil.which("soffice")
    if soffice is None:
        reason = "LibreOffice (soffice) is not installed"
        pytest.fail(f"{reason}; it must be where CI is set") if os.environ.get("CI") else pytest.skip(reason)

    def convert(files, to, folder, is_text=True):
        # UTF-8 (76), commas, quotes; numbers and formulas recognised as eagerly as Calc can.
        reading = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1,true"
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            soffice,
            profile,
            "--headless",
            *([reading] if is_text else []),
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, files),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder

    return convert
