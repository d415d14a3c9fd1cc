using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;

namespace Coordination.Scenarios;

/// <summary>A lead who writes and an administrator who publishes, so that each advisory has its second person.</summary>
internal sealed class Advising(RunningSystem system, Someone author) : IDisposable
{
    public const string Cve = "CVE-2026-12345";

    public Someone Author => author;

    public static AdvisoryContent Content(string title, bool call = true, Tlp tlp = Tlp.Green) => new()
    {
        Title = title,
        Summary = $"{title}: a flaw allows remote code execution.",
        Tlp = tlp,
        Severity = Severity.Critical,
        CallForAction = call,
        AnswerWithin = new(Hours: 1),
        Products = [new() { Id = "P1", Vendor = "Example", Name = "Gateway", Versions = "vers:generic/<4.2.1" }],
        Vulnerabilities = [new() { Cve = Cve, Cvss31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Statuses = [new("P1", ProductState.Affected)] }],
        Actions = [new("Update to 4.2.1.")],
        Tags = ["gateway"],
    };

    public static async Task<Advising> BeginAsync(RunningSystem system) => new(system, await Someone.SignInAsync(system, "cleo@cert.example", Role.Lead));

    public async Task<AdvisoryView> PublishAsync(AdvisoryContent content, bool exercise = false, Func<AdvisoryId, Task>? before = null, params string[] to)
    {
        var id = AdvisoryId.Of((await author.Client.DraftAdvisoryAsync(new(content, exercise))).Id);
        await author.Client.AddRecipientsAsync(id, new() { Institutions = [.. to.Select(InstitutionId.Of)] });
        await (before?.Invoke(id) ?? Task.CompletedTask);
        await author.Client.SubmitAdvisoryAsync(id);
        await system.Ada.PublishAdvisoryAsync(id, new());
        return await system.Ada.AdvisoryAsync(id.Value);
    }

    public async Task ReviseAsync(AdvisoryId id, Func<Task> change, string summary, bool askAgain = false)
    {
        await author.Client.ReviseAdvisoryAsync(id);
        await change();
        await author.Client.SubmitAdvisoryAsync(id);
        await system.Ada.PublishAdvisoryAsync(id, new(summary, askAgain));
    }

    /// <summary>Matches the draft until these are its recipients: the index follows the journal, so the first matchings may come before it has heard of everything.</summary>
    public async Task MatchUntilAsync(AdvisoryId id, params string[] told)
    {
        string[] seen = [];
        await RunningSystem.UntilAsync(
            async () =>
            {
                await author.Client.MatchRecipientsAsync(id, new());
                seen = [.. (await system.Ada.AdvisoryAsync(id.Value)).Draft!.Recipients.Where(one => !one.Removed).Select(one => one.Institution.Id.Value).Order(StringComparer.Ordinal)];
                return seen.SequenceEqual(told);
            },
            () => string.Join(", ", seen));
    }

    /// <summary>The mail about this advisory to this address, once it is there.</summary>
    public async Task<ReceivedMail> MailAsync(AdvisoryView advisory, string to)
    {
        await RunningSystem.UntilAsync(() => Task.FromResult(MailsTo(advisory, to).Any()), () => string.Join("; ", system.Mailbox.Messages.Select(mail => $"{string.Join(',', mail.To)}: {mail.Message.Subject}")));
        return MailsTo(advisory, to).First();
    }

    public IEnumerable<ReceivedMail> MailsTo(AdvisoryView advisory, string to)
        => system.Mailbox.Messages.Where(mail => mail.To.Contains(to) && mail.Message.Subject!.Contains(advisory.Summary.Number, StringComparison.Ordinal));

    public async Task<AddresseeView> AtAsync(AdvisoryId id, string institution)
        => (await system.Ada.AdvisoryReportAsync(id)).Addressees.Single(one => one.Institution.Id.Value == institution);

    /// <summary>Waits until something holds of one institution.</summary>
    public async Task<AddresseeView> UntilAsync(AdvisoryId id, string institution, Func<AddresseeView, bool> holds)
    {
        AddresseeView? seen = null;
        await RunningSystem.UntilAsync(
            async () => (seen = (await system.Ada.AdvisoryReportAsync(id)).Addressees.FirstOrDefault(one => one.Institution.Id.Value == institution)) is not null && holds(seen),
            () => $"{institution}: {seen}");
        return seen!;
    }

    public static FormUrlEncodedContent Answer(string answer, string note = "") => new(new Dictionary<string, string> { ["do"] = "answer", ["answer"] = answer, ["note"] = note });

    public void Dispose() => author.Dispose();
}
