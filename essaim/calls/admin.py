from django.contrib import admin

from essaim.calls.models import Partner, Programme, TeamMember, Theme


class PartnerInline(admin.TabularInline):
    model = Partner
    extra = 0


class TeamInline(admin.TabularInline):
    model = TeamMember
    raw_id_fields = ("user",)
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    inlines = (PartnerInline, TeamInline)
    list_display = ("name", "founder", "contact_email")


@admin.register(TeamMember)
class TeamMemberAdmin(admin.ModelAdmin):
    list_display = ("user", "role", "programme")
    list_select_related = ("user", "programme")
    raw_id_fields = ("user",)


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
