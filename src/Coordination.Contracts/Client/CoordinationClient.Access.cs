using System.Globalization;
using System.Net;
using Coordination.Contracts.Access;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Client;

public sealed partial class CoordinationClient
{
    /// <summary>Who is signed in, or null if nobody is.</summary>
    public async Task<Me?> MeAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync<Me>(Routes.Me, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException refused) when (refused.Status == HttpStatusCode.Unauthorized)
        {
            return null;
        }
    }

    /// <summary>Signs in with a password; the cookie stays in the handler.</summary>
    public Task<Me> SignInAsync(SignInRequest request, CancellationToken cancellationToken = default)
        => PostAsync<Me>(Routes.SignIn, request, default, cancellationToken);

    /// <summary>The ways in that there are beside a password.</summary>
    public Task<WaysIn> WaysInAsync(CancellationToken cancellationToken = default) => GetAsync<WaysIn>(Routes.SignIn, cancellationToken);

    /// <summary>Ends the session; the answer says where a browser goes to end the one at its provider too.</summary>
    public Task<SignedOut> SignOutAsync(CancellationToken cancellationToken = default)
        => PostAsync<SignedOut>(Routes.SignOut, body: null, default, cancellationToken);

    /// <summary>Sets a first password with a one-time link, and signs in.</summary>
    public Task<Me> SetupAsync(SetupRequest request, CancellationToken cancellationToken = default)
        => PostAsync<Me>(Routes.Setup, request, default, cancellationToken);

    /// <summary>Everyone who can sign in.</summary>
    public Task<IReadOnlyList<PersonView>> PeopleAsync(CancellationToken cancellationToken = default)
        => AllAsync<PersonView>(Routes.People, cancellationToken);

    /// <summary>Adds a person; the one-time link is in the answer.</summary>
    public Task<PersonInvited> AddPersonAsync(PersonRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<PersonInvited>(Routes.People, request, asked, cancellationToken);

    /// <summary>Changes a person; what they may do follows at once, and their live connections are closed.</summary>
    public Task<CommandAnswer> ChangePersonAsync(PersonId id, PersonChange request, Asked asked = default, CancellationToken cancellationToken = default)
        => SendAsync<CommandAnswer>(HttpMethod.Put, $"{Routes.People}/{Escape(id.Value)}", request, asked, cancellationToken);

    /// <summary>Turns another's second factor off: they have lost device and codes.</summary>
    public Task<CommandAnswer> RemoveSecondFactorOfAsync(PersonId id, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<CommandAnswer>($"{Routes.People}/{Escape(id.Value)}/second-factor/remove", body: null, asked, cancellationToken);

    /// <summary>A page of who has read what is labelled AMBER+STRICT or RED, newest first.</summary>
    public Task<Page<ReadingView>> ReadingsAsync(string? actor = null, IncidentId? incident = null, AdvisoryId? advisory = null, string? cursor = null, CancellationToken cancellationToken = default)
        => GetAsync<Page<ReadingView>>(Query(Routes.Audit + "/readings", ("actor", actor), ("incident", incident?.Value), ("advisory", advisory?.Value), ("cursor", cursor)), cancellationToken);

    /// <summary>A page of what people and machines did, newest first. A page may be short, or empty, and not the last: one request looks only so far back.</summary>
    public Task<AuditPage> AuditAsync(AuditSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        return GetAsync<AuditPage>(
            Query(
                Routes.Audit, ("from", Moment(search.From)), ("to", Moment(search.To)), ("who", search.Who), ("kind", search.Kind), ("incident", search.Incident), ("event", search.Event),
                ("cursor", search.Cursor), ("limit", search.Limit?.ToString(CultureInfo.InvariantCulture))),
            cancellationToken);
    }

    /// <summary>Copies all that was written in a time, with what proves it, one JSON object a line. Without bounds: all.</summary>
    public Task ExportJournalAsync(DateTimeOffset? from, DateTimeOffset? to, Stream target, CancellationToken cancellationToken = default)
        => CopyAsync(Query(Routes.Audit + "/export", ("from", Moment(from)), ("to", Moment(to))), target, cancellationToken);

    /// <summary>Copies all that happened to an incident, with what proves it.</summary>
    public Task ExportTimelineAsync(string idOrNumber, Stream target, CancellationToken cancellationToken = default)
        => CopyAsync($"{Routes.Incidents}/{Escape(idOrNumber)}/timeline/export", target, cancellationToken);

    /// <summary>All tokens, without their secrets.</summary>
    public Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancellationToken = default)
        => AllAsync<TokenView>(Routes.Tokens, cancellationToken);

    /// <summary>Makes a token; its secret is in the answer, once.</summary>
    public Task<TokenView> AddTokenAsync(TokenRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<TokenView>(Routes.Tokens, request, asked, cancellationToken);

    /// <summary>Gives a token another secret; it is in the answer, once. The former one stays good for a time.</summary>
    public Task<TokenView> RotateTokenAsync(TokenId id, TokenRotation request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<TokenView>($"{Routes.Tokens}/{Escape(id.Value)}/rotate", request, asked, cancellationToken);

    /// <summary>Revokes a token.</summary>
    public Task RevokeTokenAsync(TokenId id, CancellationToken cancellationToken = default)
        => SendAsync<Nothing>(HttpMethod.Delete, $"{Routes.Tokens}/{Escape(id.Value)}", body: null, default, cancellationToken);

    private static string? Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>What has no end that is known before is passed on as it comes.</summary>
    private async Task CopyAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new ProblemException(ProblemOf(answer, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)));
        }

        await answer.Content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }
}
