using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;

namespace Coordination.Cli.Incidents;

/// <summary><c>coordctl incident attach</c>: adds a file to an incident and prints its id. The key follows from what is sent, so that doing it again adds nothing.</summary>
internal static class AttachVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var incident = new Argument<string>("INCIDENT") { Description = "Its number or its id." };
        var file = new Argument<string>("FILE") { Description = "The file." };
        var tlp = new Option<string?>("--tlp") { Description = "Its label: clear, green, amber, amber+strict or red. Without: amber, or the incident's where that is stricter." };
        var description = new Option<string?>("--description") { Description = "What it is." };
        var institution = new Option<string?>("--for") { Description = "The id of the institution for which it is meant besides those who work on the case." };
        var sample = new Option<bool>("--sample") { Description = "It is malware: it is given out in a locked zip only." };
        var command = new Command("attach", "Adds a file to an incident.") { incident, file, tlp, description, institution, sample };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(tlp) is { } label && !TlpLabels.TryRead(label, out _))
            {
                result.AddError("--tlp is clear, green, amber, amber+strict or red.");
            }

            if (result.GetValue(institution) is { } id && !Id.IsValid(id))
            {
                result.AddError("--for is 1 to 64 letters, digits or . _ - @.");
            }
        });
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
            {
                throw new StopException($"{path} is not there, or no file.");
            }

            await using var content = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            content.Position = 0;
            var found = await at.Client.IncidentAsync(parsed.GetValue(incident)!, cancellationToken);
            var request = new AttachRequest
            {
                Name = Path.GetFileName(path),
                Tlp = TlpLabels.TryRead(parsed.GetValue(tlp), out var label) ? label : null,
                Description = parsed.GetValue(description),
                Institution = parsed.GetValue(institution) is { } id ? InstitutionId.Of(id) : null,
                Sample = parsed.GetValue(sample),
                Sha256 = hash,
            };
            var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{found.Summary.Id} {CoordinationClient.AttachmentHeader(request)}")));
            var added = await at.Client.AttachAsync(found.Summary.Id, request, content, new Asked(key), cancellationToken);
            await here.Out.WriteLineAsync(added.Id.Value);
            await here.Error.WriteLineAsync($"{added.Name}: {added.MediaType}{(added.Claimed is { } claimed ? $", although it is called {claimed}" : "")}, {added.Tlp.Label()}{(added.TlpIsDefault ? " by default" : "")}, SHA-256 {added.Sha256}.");
            return 0;
        }, cancellationToken));
        return command;
    }
}
