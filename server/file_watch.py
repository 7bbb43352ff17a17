"""Watches the workspace's files for a client that cannot, with the ``watchfiles`` package where it is installed."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from server.folders import outermost

if TYPE_CHECKING:
    from server.session import Session

logger = logging.getLogger(__name__)


async def watch_folders(session: Session) -> None:
    """Report changes until cancelled. Without ``watchfiles`` files are looked at again only on save."""
    from server.features.did_change_watched_files import SUFFIXES, paths_changed
    from server.settings_files import PROJECT_FILE

    try:
        import watchfiles
    except ImportError:
        logger.info("The client watches no files and the package watchfiles is not installed")
        return
    while True:
        folders = tuple(
            f for f in outermost(session.folders.paths) if Path(f).is_dir() and f not in ("/", str(Path.home()))
        )
        if not folders:
            await asyncio.sleep(5)
            continue
        stop = asyncio.Event()
        try:
            async for changes in watchfiles.awatch(*folders, stop_event=stop, watch_filter=watchfiles.DefaultFilter()):
                paths = [path for _, path in changes if path.endswith((*SUFFIXES, PROJECT_FILE))]
                if paths:
                    paths_changed(session, paths)
                if folders != tuple(outermost(session.folders.paths)):
                    break
        except OSError as error:
            logger.warning("Files cannot be watched: %s", error)
            return
        finally:
            stop.set()
