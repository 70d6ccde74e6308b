"""Files that leave the house: spreadsheets, JSON for programs, a page to read."""

from importlib import import_module

from models.vocabulary import ExportFormat
from server.kernel.exports import ExportFile


class ExportFiles:
    """Writes exports; the libraries are loaded by the process that writes first, a worker."""

    def write(self, file: ExportFile, form: ExportFormat) -> bytes:
        """Return the file; .csv holds the first table alone."""
        content: bytes = import_module("server.adapters.export_files.writing").write(file, form)
        return content
