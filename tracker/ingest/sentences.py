"""Why a file is not read: what is wrong and what to do, in a sentence each."""

# ruff: noqa: E501 - one refusal a line
# fmt: off

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

SEEN: Final = {
    "html": _("that of a web page (HTML)"),
    "pdf": _("that of a PDF"),
    "docx": _("that of a Word file or another packed one"),
    "text": _("plain text"),
}
SENTENCES: Final = {
    # before it is opened
    "empty": _("The file is empty. Choose the one that holds the text."),
    "too_large": _("The file has more than %(most)s MB. Save the part that you need, or paste its text."),
    "busy": _("Other files are being read just now. Send this one again in a moment."),
    # what it is
    "extension": _("Files that end in “.%(extension)s” are not read. Take HTML, PDF, Word (.docx) or plain text (.txt)."),
    "not_as_named": _("The file is named “.%(extension)s”, but its content is %(seen)s. Give it the name that it should have, and look whether it is the file you meant."),
    "is_picture": _("This is a picture, whatever its name says. Type the words that it shows into the text field."),
    "is_old_word": _("This is a Word file of the old kind (.doc), or one with a password. Open it in Word, save it as .docx without a password, and take that."),
    "is_rtf": _("This is a rich text file (RTF). Save it as .docx or .txt and take that."),
    "is_odt": _("This is an OpenDocument file. Save it as .docx or PDF and take that."),
    "is_archive": _("This is an archive or another packed file, not a Word document. Unpack it and take the document itself."),
    "is_program": _("This is a program, not a text. Choose the file that holds the text."),
    # text
    "binary": _("This is no text: it holds control signs, the first at byte %(place)s. Choose the file that holds the text."),
    "nul": _("The text holds a NUL character at position %(place)s, which cannot be kept. Save it anew as UTF-8 text."),
    "broken_encoding": _("The text is marked or written as %(charset)s, but is broken at byte %(place)s. Save it anew as UTF-8."),
    "unknown_encoding": _("The encoding of this text cannot be told for sure, and a guess could change its words. Save it as UTF-8, or paste it."),
    "unkeepable": _("The text of this file holds characters that cannot be kept (NUL, or half of a pair). Copy the words from what you see, and paste them."),
    # what is in it
    "no_text": _("There is no text in this file. Look whether it is the one you meant, or paste the words."),
    "scanned": _("This PDF has %(count)s page(s) and no text: it is scanned, that is, made of pictures. Run text recognition (OCR) on it first, or type the words that you need."),
    "locked": _("This file is protected by a password or encrypted. Save it without protection, such as by printing it to a PDF, and take that."),
    "macros": _("This Word file holds macros. Save it as .docx without macros and take that."),
    "entities": _("This Word file refers to something outside itself or declares entities, which no real one does. Open it in Word and save it anew, if you trust it."),
    "unpacks_too_large": _("This Word file unpacks to more than %(most)s MB or to too many parts. Save only its text, as .txt or a new .docx."),
    "too_long": _("The text has more than %(longest)s characters. Save the part that you need, or paste it."),
    "nested": _("This file is nested too deeply to be read, deeper than any real page. Paste the words that you need."),
    "damaged": _("This file is damaged, or made to look like what it is not. Save it anew from the program that shows it, or paste its words."),
    "too_much": _("Reading this file needs more memory than is allowed. Save the part that you need, or paste its words."),
    "too_slow": _("Reading this file took too long and was stopped. Save the part that you need, or paste its words."),
}
