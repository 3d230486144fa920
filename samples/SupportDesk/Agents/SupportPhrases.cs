using System.Text.RegularExpressions;

namespace SupportDesk.Agents;

/// <summary>The phrases that <see cref="SupportIntentParser"/> listens for.</summary>
internal static partial class SupportPhrases
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const string Verbs = "cancel|return|send back|refund|exchange|swap|replace|change|pay|ship|move";

    [GeneratedRegex(@"\s+", Plain)]
    internal static partial Regex Space();

    [GeneratedRegex(@"(?<!\w)#?W(?<digits>[0-9]{3,12})\b", Plain)]
    internal static partial Regex OrderId();

    // A word of digits only: neither an order's digits nor those of a payment method.
    [GeneratedRegex(@"(?<![\w#])[0-9]{6,12}\b", Plain)]
    internal static partial Regex ItemId();

    [GeneratedRegex(@"\b(gift_card|credit_card|paypal)_[0-9]+\b", Plain)]
    internal static partial Regex PaymentMethodId();

    [GeneratedRegex(@"\b(don't|dont|do not|never|not)( want(ed)?)?( you)?( to)? (" + Verbs + @")\b", Plain)]
    internal static partial Regex Refusal();

    [GeneratedRegex(@"^(hi|hello|hey|help|help me|please help|what can (you do|i ask|i say)|how does this work|\?)[ !.?]*$", Plain)]
    internal static partial Regex Help();

    [GeneratedRegex(
        @"\b(talk|speak|chat|connect|transfer|hand)\b.*\b(human|person|people|somebody|someone|agent|representative|operator|manager)\b"
        + @"|^(a |an )?(real |live )?(human|person|agent|operator|representative)( please)?[ !.?]*$",
        Plain)]
    internal static partial Regex Human();

    [GeneratedRegex(@"^(calculate|compute|what is|what's|how much is) (?<sum>[-+*/(). 0-9]*[0-9][-+*/(). 0-9]*?)[ =?]*$", Plain)]
    internal static partial Regex Sum();

    // A question about what was done ("where is my refund") asks for no further change.
    [GeneratedRegex(@"^(where|when|has|have|did|is|was|what is|what's|why|show|status|track)\b", Plain)]
    internal static partial Regex Asking();

    [GeneratedRegex(@"\bcancel\b", Plain)]
    internal static partial Regex Cancel();

    [GeneratedRegex(@"\b(mistake|mistakenly|accident|accidentally|by error|wrong)\b", Plain)]
    internal static partial Regex Mistaken();

    [GeneratedRegex(@"\b(no longer|not|don't|dont|do not|don't really) (need|needed|want|require)\b|\bchanged my mind\b", Plain)]
    internal static partial Regex NotNeeded();

    [GeneratedRegex(@"\b(exchange|swap|replace)\b", Plain)]
    internal static partial Regex Swap();

    [GeneratedRegex(
        @"\b(return|send back|give back|refund)\b(?<item>.*?)(\b(from|of|in|out of|to|on|for|with|because)\b|#?\bW[0-9]{3,12}\b|[.!?]|$)",
        Plain)]
    internal static partial Regex Return();

    [GeneratedRegex(@"^(the |my |all |whole |entire |every )*(it|them|this|that|everything|all|order|items?|things?|stuff)?$", Plain)]
    internal static partial Regex Everything();

    [GeneratedRegex(@"\b(to|on|onto) (my |the |a )?(?<source>gift card|credit card|paypal)\b", Plain)]
    internal static partial Regex RefundTarget();

    [GeneratedRegex(@"\b(pay|payment|charge)\b", Plain)]
    internal static partial Regex Pay();

    [GeneratedRegex(
        @"\b(address|ship|send|deliver|moved|move|moving|redirect)\b(.*?(?<order>\border\b))?.*?(\bto\b|:) ?(?<address>.*)$",
        Plain)]
    internal static partial Regex Move();

    [GeneratedRegex(@"\b(change|update|modify)\b.*\baddress\b", Plain)]
    internal static partial Regex MoveSomewhere();

    [GeneratedRegex(@"\bwho am i\b|\bmy (account|profile|details|data|address|e-?mail|name|payment methods?|gift card|balance)\b", Plain)]
    internal static partial Regex Profile();

    [GeneratedRegex(@"\borders?\b|\b(have|did) i (order|ordered|buy|bought)\b|\bmy (purchases|parcels?|packages?|refund)\b", Plain)]
    internal static partial Regex Orders();

    [GeneratedRegex(
        @"\bwhat( products| things)? (do|can) (you|i) (sell|have|offer|buy)\b|\b(list|show|all)\b.*\bproducts\b|\bcatalogu?e\b",
        Plain)]
    internal static partial Regex Products();

    [GeneratedRegex(
        @"^(which|what) (?<name>[\p{L} ]{2,40}?) (do|can) (you|i) (sell|have|offer|buy)\b"
        + @"|^(do you (have|sell)|show( me)?|tell me about) (the |a |an |any |some |your )?(?<name>[\p{L} ]{2,40}?)[ ?!.]*$",
        Plain)]
    internal static partial Regex Product();
}
