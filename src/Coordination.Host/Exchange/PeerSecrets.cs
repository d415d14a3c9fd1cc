using System.Security.Cryptography;
using System.Text;
using Coordination.Connectors.Taxii;
using Coordination.Contracts.Partners;
using Coordination.Domain.Exchange;
using Coordination.Storage.Journal;

namespace Coordination.Host.Exchange;

/// <summary>Passwords and tokens for partners' servers, sealed under the master key: the journal, its audit and a copy of the database hold what opens nothing.</summary>
internal sealed class PeerSecrets(MasterKey master)
{
    /// <summary>Sealed for this partner; the same secret as before keeps its seal, so that a repeated request is the same request.</summary>
    public string Seal(PartnerId partner, string secret, string? before)
        => Open(partner, before) == secret ? before! : Convert.ToBase64String(master.Seal(BelongsTo(partner), Encoding.UTF8.GetBytes(secret)));

    public string? Open(PartnerId partner, string? kept)
    {
        try
        {
            return kept is null ? null : Encoding.UTF8.GetString(master.Unseal(BelongsTo(partner), Convert.FromBase64String(kept)));
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            // Of another installation's key: as good as none. Its server will say that it does not know us.
            return null;
        }
    }

    public TaxiiServer ServerOf(PartnerId partner, Peer peer) => new(partner.Value, new Uri(peer.Settings!.ApiRoot), peer.Settings.UserName, Open(partner, peer.Sealed));

    private static string BelongsTo(PartnerId partner) => $"peer-secret|{partner}";
}
