using Coordination.Contracts;

namespace Coordination.Domain.Access;

public static class ProviderRefusals
{
    public static readonly Refusal NoGroup = new(RefusalKind.Forbidden, "openid.no-group", "None of your groups gives you a role here. Ask an administrator of this system, or those who manage your groups.");
    public static readonly Refusal NotInvited = new(RefusalKind.Forbidden, "openid.not-invited", "Nobody has invited you here. Ask an administrator of this system to add you, with the mail address that your organisation knows.");
    public static readonly Refusal MailUnverified = new(RefusalKind.Forbidden, "openid.mail-unverified", "Your organisation has not said that your mail address is yours. Ask those who manage your account there to verify it, then sign in again.");
    public static readonly Refusal HasAnotherWay = new(RefusalKind.Conflict, "openid.has-another-way", "There is a person with your mail address who signs in otherwise. Sign in as you did before, or ask an administrator of this system.");
    public static readonly Refusal OtherIdentity = new(RefusalKind.Conflict, "openid.other-identity", "The person with your mail address belongs to another account of your organisation. Ask an administrator of this system.");
    public static readonly Refusal Inactive = new(RefusalKind.Forbidden, "openid.inactive", "Your access here has been ended. Ask an administrator of this system.");
}
