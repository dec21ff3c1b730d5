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
RULES: Final = {
    "unspecified": _("an address that stands for no machine"),
    "private": _("an address inside a private network"),
    "loopback": _("the server itself (loopback)"),
    "link-local": _("a machine beside the server (link-local)"),
    "metadata": _("a metadata service"),
    "multicast": _("a multicast address"),
    "reserved": _("a reserved address"),
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
    # an address
    "address_long": _("The address has more than %(most)s characters. Take the shorter one that the page itself shows."),
    "address_signs": _("The address holds spaces, control signs or backslashes. Copy it anew from the browser."),
    "address_host": _("The address names no host that could be looked up. Copy it anew from the browser."),
    "address_scheme": _("Only addresses with http:// or https:// are fetched."),
    "address_user": _("The address holds a user name or password (“@”). Take it out."),
    "address_port": _("Only ports 80 and 443 are fetched from, not %(port)s. Save the page and take the file."),
    "address_numeric": _("The host is a number in an unusual spelling, which is not fetched. Give its name."),
    "address_forbidden": _("This host is %(rule)s; only the open web is fetched. Save the page and take the file."),
    "no_such_host": _("There is no host “%(host)s”. Look at the spelling of the address."),
    "no_answer": _("“%(host)s” did not answer as a web server does. Try again later, or save the page and take the file."),
    "certificate": _("The certificate of “%(host)s” does not fit or is not trusted, so that anybody could have answered. Look at the page yourself, save it and take the file."),
    "redirect_nowhere": _("The address redirects, but does not say where. Open it in the browser and take the address that you arrive at."),
    "redirects": _("The address redirects more than %(most)s times. Open it in the browser and take the address that you arrive at."),
    "status": _("The address answers %(status)s instead of a page. Open it in the browser; if it opens there, save it and take the file."),
    "coding": _("The page came packed as “%(coding)s”, which could not be undone. Save the page and take the file."),
    "cut": _("The page came only in part. Try again, or save the page and take the file."),
    "body_large": _("The page has more than %(most)s MB. Save the part that you need and take the file."),
    "fetch_slow": _("The host took longer than %(seconds)s seconds. Try again later, or save the page and take the file."),
    "fetch_failed": _("Fetching this address failed. Save the page and take the file."),
}
