"""What runs beside the user's script in the warm CadQuery interpreter.

``kernel_job`` loads this folder as the package ``_hardsight_cadquery``, so nothing here may import Hardsight: only the
standard library and what that interpreter has installed.
"""
