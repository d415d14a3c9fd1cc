using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using Coordination.Cli.Access;
using Coordination.Connectors.Stix;
using Coordination.Contracts;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Partners;

/// <summary><c>coordctl stix export</c>: prints what would leave to a partner, by the preview that people are shown. Nothing is shared by it.</summary>
internal static class StixExportVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var thing = new Argument<string>("INCIDENT|ADVISORY") { Description = "Its number or its id." };
        var partner = new Option<string>("--partner") { Description = "The id of the partner as which it is looked at.", Required = true };
        var indicators = new Option<string[]>("--indicator") { Description = "An observable of the incident that the partner is to look for; may be given several times. The others do not leave." };
        var command = new Command("export", "Prints the bundle that would leave to a partner. Exit code 1 when nothing would.") { thing, partner, indicators };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            if (!PartnerId.TryParse(parsed.GetValue(partner), null, out var id))
            {
                throw new StopException($"{StixImportVerb.Plain(parsed.GetValue(partner)!)} is no id of a partner. coordctl partner list shows them.");
            }

            var chosen = parsed.GetValue(indicators) is { Length: > 0 } given ? given.Select(one => new IndicatorRequest(one)).ToArray() : null;
            return await PrintAsync(here, await PreviewAsync(at.Client, parsed.GetValue(thing)!.Trim(), new(id, "looked at by coordctl", Indicators: chosen), cancellationToken));
        }, cancellationToken));
        return command;
    }

    private static async Task<SharingPreview> PreviewAsync(CoordinationClient client, string thing, ShareWithPartnerRequest request, CancellationToken cancellationToken)
    {
        if (thing.Length == 0)
        {
            throw new StopException("Say which incident or advisory, by its number or its id.");
        }

        if (await ThereAsync(() => client.IncidentAsync(thing, cancellationToken), "incident.unknown") is { } incident)
        {
            return await client.PreviewSharingAsync(incident.Summary.Id, request, cancellationToken);
        }

        return await ThereAsync(() => client.AdvisoryAsync(thing, cancellationToken), "advisory.unknown") is { } advisory
            ? await client.PreviewSharingAsync(advisory.Summary.Id, request, cancellationToken)
            : throw new StopException($"There is no incident and no advisory {StixImportVerb.Plain(thing)}, or you may not see it.");
    }

    private static async Task<T?> ThereAsync<T>(Func<Task<T>> find, string unknown) where T : class
    {
        try
        {
            return await find();
        }
        catch (ProblemException refused) when (refused.Status == HttpStatusCode.NotFound && refused.Code == unknown)
        {
            return null;
        }
    }

    internal static async Task<int> PrintAsync(Surroundings here, SharingPreview preview)
    {
        foreach (var line in preview.Revealed.Select(one => $"tells of {one.Name}").Concat(preview.LeftOut.Select(one => $"left out: {one.Observable.Value}: {one.Why}")))
        {
            await here.Error.WriteLineAsync(StixImportVerb.Plain(line));
        }

        if (preview.Problem is { } problem)
        {
            await here.Error.WriteLineAsync(StixImportVerb.Plain($"Nothing would leave: {problem.Detail} ({problem.Code})"));
            return 1;
        }

        JsonElement[] leaving = [.. preview.Objects.Where(one => one.Change is not (SharingChange.Same or SharingChange.Gone)).Select(one => one.Content)];
        if (leaving.Length == 0)
        {
            await here.Error.WriteLineAsync("Nothing would leave: it has had all of it.");
            return 1;
        }

        await here.Error.WriteLineAsync($"under {preview.Label.Label()}");
        await here.Out.WriteLineAsync(Encoding.UTF8.GetString(StixWriter.Bundle(Guid.Empty, leaving)));
        return 0;
    }
}
