"""What starts the server elsewhere (Compose, Kubernetes, systemd, the guide) names what the code has."""

from __future__ import annotations

import importlib
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from rollsuggest.server import keys
from rollsuggest.server.__main__ import parser
from rollsuggest.server.api import health
from rollsuggest.server.settings import PREFIX, ServerSettings

PACKAGING = Path(__file__).resolve().parents[2] / "packaging" / "server"
PORT = parser().parse_args(["serve"]).port
yaml = importlib.import_module("yaml")  # schemathesis brings it; it has no types


def text(name: str) -> str:
    return (PACKAGING / name).read_text("utf-8")


def documents(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(text(name)))


def dockerfile(word: str) -> list[Any]:
    """Return what a line of the Dockerfile lists."""
    (line,) = re.findall(rf"^{word} (.*)$", text("Dockerfile"), re.MULTILINE)
    found = yaml.safe_load(line)
    return found if isinstance(found, list) else [found]


def understood(words: list[str]) -> Any:
    """Return how our program reads these words of a command; fails where it does not."""
    assert words[1:3] == ["-m", "rollsuggest.server"], words
    return parser().parse_args(words[3:])


@pytest.mark.parametrize("name", ["compose.yaml", "kubernetes.yaml", "README.md", "Dockerfile"])
def test_every_setting_that_is_named_is_one(name: str) -> None:
    known = {PREFIX + each.name.upper() for each in fields(ServerSettings)}
    assert set(re.findall(rf"{PREFIX}\w+", text(name))) <= known


def test_the_guide_tells_the_settings_as_they_are() -> None:
    usual = {each.name: each.default for each in fields(ServerSettings)}
    told = re.findall(rf"^\| `{PREFIX}(\w+)` \|.*\| ([^|]+) \|$", text("README.md"), re.MULTILINE)
    assert len(told) >= 6
    for name, value in told:
        assert value.replace(",", "") == str(usual[name.lower()]), name


def test_the_guides_commands_are_understood() -> None:
    found = re.findall(r"packaging/dev\.py server (.*?)(?:#|\n)", text("README.md"))
    assert [parser().parse_args(shlex.split(line)).act for line in found] == ["account", "serve"]
    for words in re.findall(r"run `((?:serve|worker)[^`]*)`|and `(worker)`", text("README.md")):
        parser().parse_args(shlex.split(words[0] or words[1]))
    assert f":{PORT}" in text("README.md")


def test_the_image_serves_at_its_port_with_its_data_in_its_volume() -> None:
    said = understood([*dockerfile("ENTRYPOINT"), *dockerfile("CMD")])
    assert (said.act, said.host, said.port) == ("serve", "0.0.0.0", dockerfile("EXPOSE")[0])
    assert [str(said.data)] == dockerfile("VOLUME")
    assert (PACKAGING.parents[1] / "pyproject.toml").exists() and "/src[server]" in text("Dockerfile")


def test_compose_starts_what_there_is() -> None:
    (composed,) = documents("compose.yaml")
    entry, services = dockerfile("ENTRYPOINT"), composed["services"]
    for name, act in (("server", "serve"), ("worker", "worker")):
        assert understood([*entry, *services[name]["command"]]).act == act
        assert services[name]["volumes"] == [f"data:{dockerfile('VOLUME')[0]}"]
        database = services[name]["environment"][f"{PREFIX}DATABASE"]
        assert database.startswith("postgresql://") and "@database/" in database
        assert set(services[name]["depends_on"]) <= set(services)
    assert services["https"]["command"].endswith(f"--to server:{PORT}")
    for volume in (each for one in services.values() for each in one.get("volumes", ())):
        assert volume.partition(":")[0] in composed["volumes"]


def test_kubernetes_starts_what_there_is() -> None:
    found = documents("kubernetes.yaml")
    deployments = {each["metadata"]["name"]: each for each in found if each["kind"] == "Deployment"}
    (service,) = [each for each in found if each["kind"] == "Service"]
    data, uid = dockerfile("VOLUME")[0], re.findall(r"--uid (\d+)", text("Dockerfile"))
    for name, deployment in deployments.items():
        pod = deployment["spec"]["template"]
        (container,) = pod["spec"]["containers"]
        said = understood([*dockerfile("ENTRYPOINT"), *container["args"]])
        assert name == {"serve": "rollsuggest-server", "worker": "rollsuggest-worker"}[said.act]
        assert deployment["spec"]["selector"]["matchLabels"] == pod["metadata"]["labels"]
        mounts = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
        assert mounts == {"data": data, "keys": f"{data}/keys"}
        assert {each["name"] for each in pod["spec"]["volumes"]} == set(mounts)
        assert [str(pod["spec"]["securityContext"]["runAsUser"])] == uid
    serving = deployments["rollsuggest-server"]["spec"]["template"]
    probe = serving["spec"]["containers"][0]["readinessProbe"]["httpGet"]
    assert probe["port"] == service["spec"]["ports"][0]["targetPort"] == PORT
    assert probe["path"] in {route.path for route in health.routes if isinstance(route, APIRoute)}
    assert service["spec"]["selector"] == serving["metadata"]["labels"]


def test_the_first_account_of_kubernetes_is_made_as_it_says() -> None:
    (words,) = re.findall(r"(python -m rollsuggest\.server .*?)  ", text("kubernetes.yaml"))
    said = understood(shlex.split(words))
    assert (said.act, said.admin) == ("account", True)
    assert f"cd {said.data}/keys" in text("kubernetes.yaml")


def test_the_keys_that_the_guides_copy_are_those_that_are_made(tmp_path: Path) -> None:
    keys.load(tmp_path)
    made = {each.name for each in tmp_path.iterdir()}
    assert set(re.findall(r"--from-file=(\S+)", text("kubernetes.yaml"))) == made


def test_the_unit_of_systemd_starts_it_where_it_may_write() -> None:
    lines = [line.split("=", 1) for line in text("rollsuggest-server.service").splitlines() if "=" in line]
    unit = {name: value for name, value in lines if not name.startswith("#")}
    said = understood(shlex.split(unit["ExecStart"]))
    assert said.act == "serve" and str(said.data) == f"/var/lib/{unit['StateDirectory']}"
    assert unit["Environment"] == f"XDG_RUNTIME_DIR=/run/{unit['RuntimeDirectory']}"
