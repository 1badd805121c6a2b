from django.shortcuts import render

from essaim.portal.desk import desk_of


def dashboard(request):
    """Everything that waits for this person, whatever their roles, the urgent first."""
    return render(request, "portal/dashboard.html", {"desk": desk_of(request.user)})
