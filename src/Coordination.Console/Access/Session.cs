using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Console.Access;

/// <summary>Who sits in front of this console.</summary>
internal sealed class Session(CoordinationClient api)
{
    public Me? Me { get; private set; }

    public bool IsAdministrator => Me?.Role == Role.Administrator;

    /// <summary>Asks the server who this is. False: nobody is signed in.</summary>
    public async Task<bool> KnowAsync(CancellationToken cancellationToken)
    {
        Me ??= await api.MeAsync(cancellationToken);
        return Me is not null;
    }

    public void SignedInAs(Me me) => Me = me;

    public void Forget() => Me = null;
}
