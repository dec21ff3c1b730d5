"""Work that nobody waits for: each job takes ids, loads what they name and does one thing.

An action asks for a job by its name (`tracker.actions.enqueue`), in the transaction of the row that it is about;
the modules here are named in settings.PROCRASTINATE_IMPORT_PATHS and loaded by the worker alone.
"""
