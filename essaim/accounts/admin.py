"""The technical back office: accounts, outbox, journal; never the content of a file or of a jury."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.accounts import actions
from essaim.accounts.models import LogEntry, Membership, OutboxMail, User
from essaim.base.exceptions import RuleBroken


class ReadOnly(admin.ModelAdmin):
    """Looked at, never written."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser")

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ("organisation", "position")
    raw_id_fields = ("organisation",)
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    inlines = (MembershipInline,)
    list_display = ("email", "name", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("joined_at", "last_login")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        actions.log(obj, "administer", by=request.user, note=", ".join(form.changed_data))

    def has_delete_permission(self, request, obj=None):
        """Their acts stay: an account is made inactive, not deleted."""
        return False


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly):
    list_display = ("at", "actor_label", "verb", "label", "before", "after")
    list_filter = ("verb",)
    search_fields = ("ref", "label", "actor_label")
    date_hierarchy = "at"
    # The note may quote a file: the journal of a file is read on the file's own page.
    fields = ("at", "actor_label", "verb", "ref", "label", "before", "after")
    show_full_result_count = False


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnly):
    """Where mails are, never what they say."""

    list_display = ("kind", "recipient", "status", "due_at", "tries", "sent_at")
    list_filter = ("status", "kind")
    search_fields = ("recipient", "message_id")
    fields = (
        *("kind", "recipient", "status", "created_at", "due_at", "sent_at"),
        *("tries", "last_error", "worker", "lease_until", "message_id"),
    )
    actions = ("send_again", "cancel", "mark_as_sent")
    show_full_result_count = False

    @admin.action(description=gettext_lazy("Renvoyer (mails refusés ou d’issue inconnue)"))
    def send_again(self, request, queryset):
        self._do(request, queryset, actions.resend_mail)

    @admin.action(description=gettext_lazy("Annuler (mails pas encore partis)"))
    def cancel(self, request, queryset):
        self._do(request, queryset, actions.cancel_mail)

    @admin.action(description=gettext_lazy("Noter comme envoyés (mails d’issue inconnue)"))
    def mark_as_sent(self, request, queryset):
        self._do(request, queryset, actions.confirm_mail)

    def _do(self, request, queryset, action):
        done = 0
        for mail in queryset:
            try:
                action(mail, by=request.user)
                done += 1
            except RuleBroken as refusal:
                self.message_user(request, f"{mail.recipient} : {refusal}", messages.WARNING)
        self.message_user(request, _("{n} fait(s).").format(n=done))
