using System.Net;
using Coordination.Contracts.Access;
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

    /// <summary>Ends the session.</summary>
    public Task SignOutAsync(CancellationToken cancellationToken = default)
        => PostAsync<Nothing>(Routes.SignOut, body: null, default, cancellationToken);

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

    /// <summary>All tokens, without their secrets.</summary>
    public Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancellationToken = default)
        => AllAsync<TokenView>(Routes.Tokens, cancellationToken);

    /// <summary>Makes a token; its secret is in the answer, once.</summary>
    public Task<TokenView> AddTokenAsync(TokenRequest request, Asked asked = default, CancellationToken cancellationToken = default)
        => PostAsync<TokenView>(Routes.Tokens, request, asked, cancellationToken);

    /// <summary>Revokes a token.</summary>
    public Task RevokeTokenAsync(TokenId id, CancellationToken cancellationToken = default)
        => SendAsync<Nothing>(HttpMethod.Delete, $"{Routes.Tokens}/{Escape(id.Value)}", body: null, default, cancellationToken);
}
