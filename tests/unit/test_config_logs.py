"""The log tells what went wrong without telling what people wrote."""

import json
import logging

import pytest
import structlog

from config.logs import set_up_logs


def test_an_error_is_logged_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before = root.handlers, root.level
    try:
        set_up_logs("INFO")
        secret = "postgresql://namn:hemligt@server/databas"
        try:
            int(f"{len(secret)} tecken")
        except ValueError as error:
            structlog.get_logger().error("script_error", number="ABC", exc_info=error)
        line = capsys.readouterr().err.strip()
    finally:
        root.handlers, root.level = before
        structlog.reset_defaults()
    assert json.loads(line)["number"] == "ABC"
    assert "40 tecken" in line
    assert "hemligt" not in line
