"""One small portal with something of everything, and somebody in each role who asks for it."""

from tests.portal.world.building import build
from tests.portal.world.world import World

__all__ = ["World", "build"]
