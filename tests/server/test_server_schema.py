"""Everything that the OpenAPI document allows is asked: no answer is a mistake of the server's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from server_home import Home

pytestmark = pytest.mark.loopback


def test_no_request_makes_the_server_fail(served: Home, boss: str, tmp_path: Path) -> None:
    words = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", f"{served.url}/openapi.json"),
        *("--max-examples", "12", "--seed", "1", "--header", f"Authorization: Bearer {boss}"),
        *(
            "--checks",
            "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance",
        ),
        *("--exclude-path-regex", "everything|admin/accounts/", "--no-color"),
    ]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
