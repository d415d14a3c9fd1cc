using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>A header carries ASCII only.</summary>
    private static readonly JsonSerializerOptions Ascii = new(Wire.Json) { Encoder = JavaScriptEncoder.Default };

    /// <summary>What is said of a file, as its header carries it.</summary>
    public static string AttachmentHeader(AttachRequest request) => JsonSerializer.Serialize(request, Ascii);

    /// <summary>Where files are added to an incident.</summary>
    public static string AttachmentsOf(IncidentId id) => Of(id, "attachments");

    /// <summary>Where an attachment is downloaded.</summary>
    public static string AttachmentOf(IncidentId id, AttachmentId attachment) => $"{AttachmentsOf(id)}/{Escape(attachment.Value)}";

    /// <summary>Adds a file. It is sent once: where no answer comes, send it again under the same key from its beginning.</summary>
    public async Task<AttachmentView> AttachAsync(IncidentId id, AttachRequest request, Stream content, Asked asked = default, CancellationToken cancellationToken = default)
    {
        using var message = Request(HttpMethod.Post, AttachmentsOf(id), null, JsonType, asked.Key ?? Guid.NewGuid().ToString("N"), null);
        message.Headers.Add(AttachRequest.Header, AttachmentHeader(request));
        message.Content = new StreamContent(content);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(AttachRequest.BodyType);
        using var answer = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<AttachmentView>(answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Downloads an attachment: as it is, or a sample in its locked zip.</summary>
    public async Task DownloadAsync(IncidentId id, AttachmentId attachment, Stream to, CancellationToken cancellationToken = default)
    {
        using var answer = await http.GetAsync(new Uri(AttachmentOf(id, attachment), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            await ReadAsync<Nothing>(answer, cancellationToken).ConfigureAwait(false);
        }

        await answer.Content.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
    }

    public Task<CommandAnswer> RemoveAttachmentAsync(IncidentId id, AttachmentId attachment, RemoveAttachmentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/remove", request, asked, cancellationToken);

    public Task<CommandAnswer> KeepSampleAsync(IncidentId id, AttachmentId attachment, KeepSampleRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/sample", request, asked, cancellationToken);

    public Task<CommandAnswer> ScanAgainAsync(IncidentId id, AttachmentId attachment, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/scan", null, asked, cancellationToken);
}
