using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Scenarios;

/// <summary>A system with someone of each role, who plant incidents with a word of their own in each part.</summary>
internal sealed class Everyone : IAsyncDisposable
{
    public const string Own = "alma";
    public const string Other = "boreal";

    private int _number;

    /// <summary>Without limits: who tries all doors at all incidents asks for more than people may.</summary>
    public RunningSystem System { get; init; } = new() { Settings = ["--Coordination:Limits:Enabled=false"] };

    /// <summary>The lead first.</summary>
    public List<Someone> People { get; } = [];

    public async Task StartAsync()
    {
        await System.InitializeAsync();
        People.Add(await Someone.SignInAsync(System, "cleo@cert.example", Role.Lead));
        foreach (var (role, cases, institution) in new (Role, bool, string?)[]
        {
            (Role.Officer, false, null), (Role.Analyst, false, null), (Role.Auditor, false, null), (Role.Administrator, false, null), (Role.Administrator, true, null),
            (Role.InstitutionResponder, false, Own), (Role.InstitutionManager, false, Other), (Role.Partner, false, null),
        })
        {
            People.Add(await InviteAsync(role, cases, institution));
        }

        People.Add(await Someone.OfPartnerAsync(System));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in People)
        {
            one.Http.Dispose();
            one.Handler.Dispose();
        }

        await System.DisposeAsync();
    }

    public async Task<Planted> PlantAsync(Someone lead, Tlp tlp, string[] affected, Someone[]? restrictedTo = null, string[]? sharedWith = null, PartnerId? sharedWithPartner = null)
    {
        var word = $"canary{Interlocked.Increment(ref _number):D4}";
        var opened = await lead.Client.OpenIncidentAsync(new OpenIncidentRequest
        {
            Title = $"{word}title",
            Description = $"{word}hidden description",
            Severity = Severity.Medium,
            Tlp = tlp,
            Institutions = [.. affected.Select(InstitutionId.Of)],
            Observables = [$"{word}hidden.example"],
        });
        var id = IncidentId.Of(opened.Id);
        await lead.Client.AddNoteAsync(id, new AddNoteRequest($"{word}hidden note"));
        await lead.Client.AddTaskAsync(id, new AddTaskRequest($"{word}hidden task", lead.Id));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"{word}hidden content"));
        var file = await lead.Client.AttachAsync(id, new AttachRequest { Name = $"{word}hidden.txt", Tlp = Tlp.Clear, Description = $"{word}hidden file" }, content);
        foreach (var institution in sharedWith ?? [])
        {
            await lead.Client.ShareAsync(id, new ShareRequest($"{word}hidden reason", Institution: InstitutionId.Of(institution)));
        }

        if (sharedWithPartner is { } partner)
        {
            await lead.Client.ShareWithPartnerAsync(id, new(partner, $"{word}hidden reason"));
        }

        if (restrictedTo is not null)
        {
            await lead.Client.RestrictAsync(id, new RestrictRequest([.. restrictedTo.Select(one => one.Id!.Value)]));
        }

        return new(id, opened.Number!, word, tlp, affected, restrictedTo, sharedWith ?? [], file.Id) { SharedWithPartner = sharedWithPartner };
    }

    public Task<Someone> InviteAsync(Role role, bool cases, string? institution) => Someone.InviteAsync(System, role, cases, institution);
}
