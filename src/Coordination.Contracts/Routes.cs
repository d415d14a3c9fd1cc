namespace Coordination.Contracts;

/// <summary>Paths of the HTTP surface, version 1.</summary>
public static class Routes
{
    public const string Api = "/api/v1";
    public const string Intake = Api + "/intake";
    public const string Incidents = Api + "/incidents";
    public const string Institutions = Api + "/institutions";
    public const string Advisories = Api + "/advisories";
    public const string Catalogues = Api + "/catalogues";
    public const string CsafDocuments = Advisories + "/csaf";
    public const string CsafProviders = CsafDocuments + "/providers";
    public const string Partners = Api + "/partners";
    public const string Policies = Api + "/policies";
    public const string Rosters = Api + "/rosters";
    public const string People = Api + "/people";
    public const string Sources = Api + "/sources";
    public const string Tokens = Api + "/tokens";
    public const string Unattributed = Api + "/unattributed";
    public const string Audit = Api + "/audit";
    public const string Erasures = Api + "/erasures";
    public const string Retention = Api + "/retention";
    public const string Board = Api + "/board";
    public const string Outbox = Api + "/outbox";
    public const string Escalations = Api + "/escalations";
    public const string Notifications = Api + "/notifications";
    public const string Me = Api + "/me";
    public const string SecondFactor = Me + "/second-factor";
    public const string RecoveryCodes = Me + "/recovery-codes";
    public const string Sessions = Me + "/sessions";
    public const string Passkeys = Me + "/passkeys";
    public const string Confirm = Me + "/confirm";
    public const string EndSessions = Me + "/end-sessions";
    public const string SignIn = Api + "/sign-in";
    public const string SignInByPasskey = SignIn + "/passkey";
    public const string SignOut = Api + "/sign-out";
    public const string Setup = Api + "/setup";

    /// <summary>Requests to and from partners.</summary>
    public const string Enquiries = Api + "/requests";
    public const string Subscriptions = Api + "/subscriptions";
}
