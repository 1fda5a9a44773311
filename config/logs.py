"""How the program logs: one JSON object a line, without personal data."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Let the program, and the libraries it uses, log from a level on, to standard error.

    Nothing that a person has typed, and no account, is ever given to the log.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Without the values of variables: passwords and people's words are among them.
                structlog.processors.ExceptionRenderer(
                    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
                ),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # One tells at every question which database it talks to, the other of each table of a typeface.
    for chatty in ("alembic", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def take_over_logs(*families: str) -> None:
    """Let what families of loggers have to say be written as ours is, and not by their own hand.

    Args:
        families: first parts of the loggers' names; those that are made later keep their own.
    """
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in families:
            logger = logging.getLogger(name)
            logger.handlers = []
            logger.propagate = True
