using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coordination.Contracts.Advisories;
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

    /// <summary>Where files are added to the draft of an advisory.</summary>
    public static string AttachmentsOf(AdvisoryId id) => Of(id, "attachments");

    /// <summary>Where a file of an advisory is downloaded.</summary>
    public static string AttachmentOf(AdvisoryId id, AttachmentId attachment) => $"{AttachmentsOf(id)}/{Escape(attachment.Value)}";

    /// <summary>Adds a file. It is sent once: where no answer comes, send it again under the same key from its beginning.</summary>
    public Task<AttachmentView> AttachAsync(IncidentId id, AttachRequest request, Stream content, Asked asked = default, CancellationToken cancellationToken = default)
        => AttachAsync(AttachmentsOf(id), request, content, asked, cancellationToken);

    /// <summary>Adds a file to the draft of an advisory; its recipients get it with what is published.</summary>
    public Task<AttachmentView> AttachAsync(AdvisoryId id, AttachRequest request, Stream content, Asked asked = default, CancellationToken cancellationToken = default)
        => AttachAsync(AttachmentsOf(id), request, content, asked, cancellationToken);

    /// <summary>Downloads an attachment: as it is, or a sample in its locked zip.</summary>
    public Task DownloadAsync(IncidentId id, AttachmentId attachment, Stream to, CancellationToken cancellationToken = default) => DownloadAsync(AttachmentOf(id, attachment), to, cancellationToken);

    /// <summary>Downloads a file of an advisory.</summary>
    public Task DownloadAsync(AdvisoryId id, AttachmentId attachment, Stream to, CancellationToken cancellationToken = default) => DownloadAsync(AttachmentOf(id, attachment), to, cancellationToken);

    /// <summary>Takes a file out of the draft of an advisory.</summary>
    public Task<CommandAnswer> RemoveAttachmentAsync(AdvisoryId id, AttachmentId attachment, RemoveAttachmentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/remove", request, asked, cancellationToken);

    /// <summary>Has a file of an advisory scanned once more.</summary>
    public Task<CommandAnswer> ScanAgainAsync(AdvisoryId id, AttachmentId attachment, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/scan", null, asked, cancellationToken);

    public Task<CommandAnswer> RemoveAttachmentAsync(IncidentId id, AttachmentId attachment, RemoveAttachmentRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/remove", request, asked, cancellationToken);

    public Task<CommandAnswer> KeepSampleAsync(IncidentId id, AttachmentId attachment, KeepSampleRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/sample", request, asked, cancellationToken);

    public Task<CommandAnswer> ScanAgainAsync(IncidentId id, AttachmentId attachment, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{AttachmentOf(id, attachment)}/scan", null, asked, cancellationToken);

    private async Task<AttachmentView> AttachAsync(string path, AttachRequest request, Stream content, Asked asked, CancellationToken cancellationToken)
    {
        using var message = Request(HttpMethod.Post, path, null, JsonType, asked.Key ?? Guid.NewGuid().ToString("N"), null);
        message.Headers.Add(AttachRequest.Header, AttachmentHeader(request));
        message.Content = new StreamContent(content);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(AttachRequest.BodyType);
        using var answer = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<AttachmentView>(answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task DownloadAsync(string path, Stream to, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            await ReadAsync<Nothing>(answer, cancellationToken).ConfigureAwait(false);
        }

        await answer.Content.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
    }
}
