"""Search as a page, as the answer of the palette, and as the shortest way to a card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jetekchi.workplace.forms import SearchForm
from jetekchi.workplace.selectors import finding
from jetekchi.workplace.views.common import me


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: groups of hits. Enter in the palette asks for the best one (`go`); a lone hit opens by itself.

    To a question mark it answers what the keyboard does.
    """
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    groups = [] if text == "?" else finding.find(me(request), text)
    if request.headers.get("X-Palette"):
        return render(request, "workplace/palette.html", {"groups": groups, "text": text})
    hit = finding.best_hit(groups) if request.GET.get("go") else finding.lone_hit(groups)
    if hit is not None and text:
        return redirect(hit.url)
    found = sum(len(group.hits) for group in groups)
    context = {"form": form, "groups": groups, "text": text, "found": found}
    return render(request, "workplace/search.html", context)
