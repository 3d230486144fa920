using SupportDesk.Data;

namespace SupportDesk.Tests.Data;

public sealed class SampleDataTests
{
    private readonly ShopData _shop = ShopData.LoadSample();

    [Fact]
    public void Sample_Sizes_AreSmallAndCoverEveryState()
    {
        Assert.Equal(12, _shop.Users.Count);
        Assert.Equal(30, _shop.Orders.Count);
        Assert.Equal(8, _shop.Products.Count);
        Assert.Equal(
            [OrderStatus.Cancelled, OrderStatus.Delivered, OrderStatus.Pending, OrderStatus.Processed],
            _shop.Orders.Values.Select(order => order.Status).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sample_Keys_MatchTheRows()
    {
        Assert.All(_shop.Orders, row => Assert.Equal(row.Key, row.Value.OrderId));
        Assert.All(_shop.Products, row => Assert.Equal(row.Key, row.Value.ProductId));
        Assert.All(_shop.Products.Values.SelectMany(product => product.Variants), row => Assert.Equal(row.Key, row.Value.ItemId));
        Assert.All(_shop.Users.Values.SelectMany(user => user.PaymentMethods), row => Assert.Equal(row.Key, row.Value.Id));
    }

    [Fact]
    public void Sample_Orders_BelongToTheCustomerWhoListsThem()
    {
        Assert.All(_shop.Users, user => Assert.Equal(
            _shop.Orders.Values.Where(order => order.UserId == user.Key).Select(order => order.OrderId),
            user.Value.Orders));
    }

    [Fact]
    public void Sample_Payments_SumToTheItemsAndUseTheCustomersMethods()
    {
        Assert.All(_shop.Orders.Values, order =>
        {
            var owner = _shop.Users[order.UserId];
            Assert.All(order.PaymentHistory, payment => Assert.Contains(payment.PaymentMethodId, owner.PaymentMethods.Keys));
            var total = order.Items.Sum(item => item.Price);
            Assert.Equal(total, order.PaymentHistory[0].Amount);
            Assert.Equal(
                order.Status == OrderStatus.Cancelled ? 0 : total,
                order.PaymentHistory.Sum(payment => payment.TransactionType == Payment.Paid ? payment.Amount : -payment.Amount));
        });
    }

    [Fact]
    public void Sample_Items_AreVariantsOfTheShopsProducts()
    {
        Assert.All(_shop.Orders.Values.SelectMany(order => order.Items), item =>
        {
            var product = _shop.Products[item.ProductId];
            Assert.Equal(product.Name, item.Name);
            Assert.Equal(product.Variants[item.ItemId].Options, item.Options);
            Assert.Equal(product.Variants[item.ItemId].Price, item.Price);
        });
    }

    [Fact]
    public void Sample_Parcels_AreThereWhenTheOrderHasLeft()
    {
        Assert.All(_shop.Orders.Values, order =>
        {
            string[] sent = [.. order.Fulfillments.SelectMany(parcel => parcel.ItemIds)];
            var hasLeft = order.Status is OrderStatus.Processed or OrderStatus.Delivered;
            Assert.Equal(hasLeft ? order.Items.Select(item => item.ItemId) : [], sent);
        });
    }
}
