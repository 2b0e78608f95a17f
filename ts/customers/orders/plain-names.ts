/**
 * What the columns of a table of no shop are usually called; names as `plainName` makes them.
 */
import type { Role } from "./role.js";

/** The usual names of each role. None stands for two roles. */
export const PLAIN_NAMES: { readonly [R in Role]: readonly string[] } = {
  order: "order orderid orderno ordernumber ordername transactionid invoice invoiceno invoicenumber receiptno".split(
    " ",
  ),
  customer:
    "customer customerid customerno customernumber customerkey customercode customeruniqueid user userid client clientid buyer buyerid shopperid memberid accountid".split(
      " ",
    ),
  email: "email emailaddress mail customeremail billingemail contactemail useremail buyeremail".split(" "),
  phone: "phone phonenumber telephone mobile mobilephone customerphone billingphone".split(" "),
  firstName: "firstname givenname billingfirstname customerfirstname".split(" "),
  lastName: "lastname familyname surname billinglastname customerlastname".split(" "),
  city: "city town billingcity".split(" "),
  region: "region state province billingstate billingprovince".split(" "),
  zip: "zip zipcode postcode postalcode billingzip billingpostcode".split(" "),
  country: "country countrycode billingcountry".split(" "),
  time: "date time datetime timestamp orderdate ordertime orderedat createdat datecreated purchasedate purchasedat transactiondate invoicedate placedat".split(
    " ",
  ),
  sku: "sku itemsku productsku variantsku lineitemsku articlenumber stockcode".split(" "),
  handle: "handle producthandle urlhandle".split(" "),
  name: "productname itemname producttitle itemtitle lineitemname title".split(" "),
  image: "image imageurl imagelink imagesrc imagepath photo photourl picture pictureurl".split(" "),
  item: "item itemid product productid articleid variantid".split(" "),
  label: "label class predictedlabel".split(" "),
  quantity: "quantity qty units pieces itemquantity lineitemquantity quantityordered orderedquantity unitssold".split(
    " ",
  ),
  amount:
    "amount lineamount linetotal lineprice itemtotal itemamount lineitemtotal lineitemamount rowtotal extendedprice".split(
      " ",
    ),
  price: "price unitprice itemprice priceeach pricepiece priceperunit productprice lineitemprice".split(" "),
  currency: "currency currencycode ordercurrency".split(" "),
  status: "status orderstatus financialstatus paymentstatus".split(" "),
  cancelledAt: "cancelledat canceledat cancelledon canceledon cancellationdate".split(" "),
  orderRefund: "orderrefund refundedamount refundamount refundedtotal totalrefunded".split(" "),
  orderTotal: "ordertotal grandtotal orderamount ordervalue".split(" "),
  refundedQuantity: "refundedquantity quantityrefunded refundedqty returnedquantity quantityreturned".split(" "),
  consent:
    "consent marketingconsent emailconsent acceptsmarketing acceptsemailmarketing optin newsletter subscribed".split(
      " ",
    ),
  line: "line lineid lineno linenumber lineitemid orderlineid orderitemid".split(" "),
};

/** Names of amounts that may be of a line or of the whole order. */
export const DOUBTFUL_AMOUNTS =
  "total totalprice totalamount subtotal revenue sales value sum netamount grossamount paid spend".split(" ");

/** The role that a plain name has. */
export const ROLE_OF: ReadonlyMap<string, Role> = new Map(
  (Object.entries(PLAIN_NAMES) as [Role, readonly string[]][]).flatMap(([role, names]) =>
    names.map((name) => [name, role] as const),
  ),
);
