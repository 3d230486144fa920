using Netra.Agents;

namespace ChatAgent;

/// <summary>Who has ordered what. Whose order it is, is a part of what it is found by.</summary>
internal sealed class OrderBook
{
    private readonly Dictionary<(string User, string Id), Parcel> _parcels = new()
    {
        [("alice", "A-1")] = new Parcel("A-1", "a kettle", 2),
        [("bob", "A-1")] = new Parcel("A-1", "a tent", 5),
    };

    internal Parcel? Find(Owner owner, string id) => _parcels.GetValueOrDefault((owner.UserId.Value, id));
}
