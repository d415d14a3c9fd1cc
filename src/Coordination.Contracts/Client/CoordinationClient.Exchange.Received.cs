using System.Text;
using System.Text.Json;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>Brings a bundle of STIX 2.1 or an envelope of TAXII 2.1 that a partner sent.</summary>
    public Task<StixSubmission> BringStixAsync(PartnerId partner, string document, Asked asked = default, CancellationToken cancellationToken = default)
        => SendTextAsync<StixSubmission>(HttpMethod.Post, ReceivedOf(partner, "stix"), document, JsonType, asked, cancellationToken);

    /// <summary>A page of what a partner brought, the newest first.</summary>
    public Task<Page<StixSubmission>> StixSubmissionsAsync(PartnerId partner, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<StixSubmission>>(Query(ReceivedOf(partner, "received"), ("cursor", cursor)), cancellationToken);

    /// <summary>What became of each object of one submission.</summary>
    public Task<StixSubmission> StixSubmissionAsync(PartnerId partner, string submission, CancellationToken cancellationToken = default)
        => GetAsync<StixSubmission>($"{ReceivedOf(partner, "received")}/{Escape(submission)}", cancellationToken);

    /// <summary>A page of the objects that a partner gave, the newest first.</summary>
    /// <param name="type">Only those of this STIX type.</param>
    /// <param name="text">Only those whose name or id holds these words.</param>
    public Task<Page<ReceivedObjectView>> ReceivedObjectsAsync(PartnerId partner, string? type = null, string? text = null, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<ReceivedObjectView>>(Query(ReceivedOf(partner, "objects"), ("type", type), ("text", text), ("cursor", cursor)), cancellationToken);

    /// <summary>An object as it was received.</summary>
    public Task<JsonElement> ReceivedObjectAsync(PartnerId partner, string id, CancellationToken cancellationToken = default)
        => GetAsync<JsonElement>($"{ReceivedOf(partner, "objects")}/{Escape(id)}", cancellationToken);

    /// <summary>Answers an object that a partner gave: a note on it, or a sighting of the indicator, lies ready for that partner.</summary>
    public Task<CommandAnswer> AnswerObjectAsync(PartnerId partner, string id, AnswerObjectRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{ReceivedOf(partner, "objects")}/{Escape(id)}/answer", request, asked, cancellationToken);

    /// <summary>A page of what a partner sent and was not taken, the newest first.</summary>
    /// <param name="all">Also what someone has decided on.</param>
    public Task<Page<QuarantineView>> QuarantineAsync(PartnerId partner, bool all = false, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<QuarantineView>>(Query(ReceivedOf(partner, "quarantine"), ("all", all ? "true" : null), ("cursor", cursor)), cancellationToken);

    /// <summary>As it came; of what is very large the beginning. Of what is labelled above AMBER it is kept who read it.</summary>
    public async Task<string> QuarantinedAsync(PartnerId partner, string id, CancellationToken cancellationToken = default)
    {
        using var text = new MemoryStream();
        await CopyAsync($"{ReceivedOf(partner, "quarantine")}/{Escape(id)}", text, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    public Task<CommandAnswer> DismissQuarantinedAsync(PartnerId partner, string id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{ReceivedOf(partner, "quarantine")}/{Escape(id)}/dismiss", body: null, asked, cancellationToken);

    /// <summary>Takes it nevertheless.</summary>
    public Task<CommandAnswer> AcceptQuarantinedAsync(PartnerId partner, string id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{ReceivedOf(partner, "quarantine")}/{Escape(id)}/accept", body: null, asked, cancellationToken);

    private static string ReceivedOf(PartnerId partner, string part) => $"{Routes.Partners}/{Escape(partner.Value)}/{part}";
}
